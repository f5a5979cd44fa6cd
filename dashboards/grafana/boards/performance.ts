import { CHANGES, NONCONFORMITIES } from "../annotations.ts";
import { type Board, board } from "../board.ts";
import { lines, link, rows, stat, states } from "../panel.ts";
import { CHOSEN, EVALUATIONS, INSTANCE_NAME, quantile } from "../sql.ts";
import { MODEL_VERSION, SYSTEM, TILTMETER } from "../variables.ts";

const TRUE = "sumIf(count, truth != '' AND predicted = truth)";
const KNOWN = "sumIf(count, truth != '')";
const ANSWERED = "sumIf(count, truth = '')";
/** Measures of controls that say how good answers are. */
const QUALITY =
  "('accuracy', 'precision', 'recall', 'f1', 'roc_auc', 'average_precision', 'brier_score', 'log_loss', 'calibration_error', 'estimated_accuracy', 'accuracy_gap', 'mae', 'rmse', 'r_squared', 'error_rate', 'false_positive_rate', 'false_negative_rate', 'latency_p95', 'latency_p99')";

/** How many answers there are, how fast and how right. */
export const performance: Board = board({
  uid: "tiltmeter-performance",
  title: "Tiltmeter: model performance",
  description: "How many answers a model gives, how fast, and how many of them turn out right.",
  from: "now-24h",
  variables: [TILTMETER, SYSTEM, MODEL_VERSION],
  annotations: [CHANGES, NONCONFORMITIES],
  page: { title: "System in Tiltmeter", path: "/systems/${system:text}" },
  panels: [
    stat({
      title: "Predictions",
      description: "In the range.",
      unit: "short",
      w: 6,
      h: 4,
      sql: `SELECT sum(predictions) AS predictions FROM predictions_by_minute_v1 WHERE ${CHOSEN}`,
    }),
    stat({
      title: "Errors",
      description: "Share of calls that failed.",
      unit: "percentunit",
      decimals: 2,
      w: 6,
      h: 4,
      steps: [
        [null, "green"],
        [0.01, "yellow"],
        [0.05, "red"],
      ],
      sql: `SELECT sum(errors) / greatest(1, sum(predictions)) AS errors FROM predictions_by_minute_v1 WHERE ${CHOSEN}`,
    }),
    stat({
      title: "Accuracy",
      description:
        "Of the predictions of the range whose truth is known by now. Absent without any.",
      unit: "percentunit",
      decimals: 1,
      w: 6,
      h: 4,
      links: [link("How it is computed", "/systems/${system:text}#performance")],
      sql: `SELECT if(${KNOWN} > 0, ${TRUE} / ${KNOWN}, NULL) AS accuracy FROM decisions_by_minute_v1 WHERE ${CHOSEN}`,
    }),
    stat({
      title: "Truth known",
      description:
        "Share of the answers of the range whose truth has come. Accuracy of a small share may mislead.",
      unit: "percentunit",
      decimals: 1,
      w: 6,
      h: 4,
      sql: `SELECT ${KNOWN} / greatest(1, ${ANSWERED}) AS known FROM decisions_by_minute_v1 WHERE ${CHOSEN}`,
    }),
    lines({
      title: "Predictions per second by version",
      description: "Averages over each step.",
      unit: "reqps",
      w: 12,
      min: 0,
      sql: `SELECT $__timeInterval(window_time) AS time, toString(model_version) AS version, sum(predictions) / $__interval_s AS rate
FROM predictions_by_minute_v1 WHERE ${CHOSEN} GROUP BY time, version ORDER BY time, version`,
    }),
    lines({
      title: "Share of errors by version",
      description: "Calls that failed, of all of a step.",
      unit: "percentunit",
      w: 12,
      min: 0,
      sql: `SELECT $__timeInterval(window_time) AS time, toString(model_version) AS version, sum(errors) / sum(predictions) AS errors
FROM predictions_by_minute_v1 WHERE ${CHOSEN} GROUP BY time, version ORDER BY time, version`,
    }),
    lines({
      title: "Latency",
      description: "Median, 95th and 99th percentile, exact to 1 %, of what was timed.",
      unit: "s",
      w: 12,
      min: 0,
      sql: `SELECT time, ${quantile("cells", 0.5)} AS p50, ${quantile("cells", 0.95)} AS p95, ${quantile("cells", 0.99)} AS p99 FROM (
  SELECT $__timeInterval(window_time) AS time, sumMap(latencies) AS cells FROM predictions_by_minute_v1 WHERE ${CHOSEN} GROUP BY time
) WHERE arraySum(mapValues(cells)) > 0 ORDER BY time`,
    }),
    lines({
      title: "Accuracy by version",
      description:
        "By the minute of the prediction, of those whose truth is known by now; the newest steps still wait for theirs.",
      unit: "percentunit",
      w: 12,
      min: 0,
      max: 1,
      sql: `SELECT $__timeInterval(window_time) AS time, toString(model_version) AS version, ${TRUE} / ${KNOWN} AS accuracy
FROM decisions_by_minute_v1 WHERE ${CHOSEN} GROUP BY time, version HAVING ${KNOWN} > 0 ORDER BY time, version`,
    }),
    lines({
      title: "Answers",
      description: "Labels that were answered, of the ten most frequent; the others are `other`.",
      unit: "short",
      w: 12,
      stacked: true,
      sql: `WITH (SELECT groupArray(predicted) FROM (SELECT predicted FROM decisions_by_minute_v1 WHERE ${CHOSEN} AND truth = '' GROUP BY predicted ORDER BY sum(count) DESC LIMIT 10)) AS frequent
SELECT $__timeInterval(window_time) AS time, if(has(frequent, predicted), toString(predicted), 'other') AS label, sum(count) AS answers
FROM decisions_by_minute_v1 WHERE ${CHOSEN} AND truth = '' GROUP BY time, label ORDER BY time, label`,
    }),
    rows({
      title: "Answered and true",
      description: "Pairs of labels, the most frequent first, of the range.",
      unit: "short",
      w: 12,
      columns: { share: { unit: "percentunit", decimals: 1 } },
      sql: `SELECT toString(predicted) AS answered, toString(truth) AS turned_out, sum(count) AS decisions, sum(count) / sum(sum(count)) OVER () AS share
FROM decisions_by_minute_v1 WHERE ${CHOSEN} AND truth != '' GROUP BY answered, turned_out HAVING decisions > 0 ORDER BY decisions DESC LIMIT 100`,
    }),
    rows({
      title: "Versions compared",
      description: "Each version that is chosen, over the whole range.",
      unit: "short",
      w: 24,
      h: 7,
      columns: {
        errors: { unit: "percentunit", decimals: 2 },
        p95: { unit: "s" },
        accuracy: { unit: "percentunit", decimals: 1 },
        last: { unit: "dateTimeAsIso" },
      },
      sql: `SELECT version, total AS predictions, failed / total AS errors, p95, accuracy, truths, last FROM (
  SELECT toString(model_version) AS version, sum(predictions) AS total, sum(errors) AS failed, max(window_time) AS last,
    sumMap(latencies) AS cells, if(arraySum(mapValues(cells)) > 0, ${quantile("cells", 0.95)}, NULL) AS p95
  FROM predictions_by_minute_v1 WHERE ${CHOSEN} GROUP BY version
) AS volume LEFT JOIN (
  SELECT toString(model_version) AS version, ${KNOWN} AS truths, if(${KNOWN} > 0, ${TRUE} / ${KNOWN}, NULL) AS accuracy
  FROM decisions_by_minute_v1 WHERE ${CHOSEN} GROUP BY version
) AS quality USING (version) ORDER BY last DESC`,
    }),
    lines({
      title: "What controls measured",
      description: "The values that verdicts on quality and service rest on.",
      unit: "short",
      w: 12,
      h: 9,
      decimals: 3,
      sql: `SELECT window_end AS time, trimRight(concat(control, ' ', ${INSTANCE_NAME})) AS name, value FROM ${EVALUATIONS}
WHERE value IS NOT NULL AND control IN (SELECT id FROM controls_v1 FINAL WHERE measure IN ${QUALITY}) ORDER BY time, name LIMIT 50000`,
    }),
    states({
      title: "Verdicts",
      description: "Of every control that judges this system; the worst of its instances.",
      w: 12,
      h: 9,
      sql: `SELECT window_end AS time, toString(control) AS control,
  multiIf(countIf(verdict = 'breach') > 0, 'breach', countIf(verdict = 'error') > 0, 'error', countIf(verdict = 'inconclusive') > 0, 'inconclusive', countIf(verdict = 'pass') > 0, 'pass', 'no_data') AS verdict
FROM ${EVALUATIONS} AS last GROUP BY time, control ORDER BY time, control`,
    }),
  ],
});
