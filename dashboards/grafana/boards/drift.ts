import { CHANGES, NONCONFORMITIES } from "../annotations.ts";
import { type Board, board } from "../board.ts";
import { bars, lines, link, rows, stat, states } from "../panel.ts";
import { CHOSEN, compared, EVALUATIONS, INSTANCE_NAME, PSI } from "../sql.ts";
import { BASELINE, FEATURE, MODEL_VERSION, SYSTEM, TILTMETER } from "../variables.ts";

/** What counts as moderate and as large, by the usual reading of the index. */
const STEPS = [
  [null, "green"],
  [0.1, "yellow"],
  [0.2, "red"],
] as const;
const FEATURE_PAGE = link(
  "The feature in Tiltmeter",
  "/systems/${system:text}/features/${__value.raw:percentencode}",
);

/** How far live inputs stand from an approved baseline. */
export const drift: Board = board({
  uid: "tiltmeter-drift",
  title: "Tiltmeter: drift",
  description: "How far what a model is asked stands from the baseline that it was approved with.",
  from: "now-24h",
  variables: [TILTMETER, SYSTEM, MODEL_VERSION, BASELINE, FEATURE],
  annotations: [CHANGES, NONCONFORMITIES],
  page: { title: "System in Tiltmeter", path: "/systems/${system:text}" },
  panels: [
    stat({
      title: "Features that drifted",
      description: "Features whose PSI over the whole range is 0.2 or more.",
      unit: "short",
      w: 6,
      h: 4,
      steps: [
        [null, "green"],
        [1, "red"],
      ],
      sql: `SELECT countIf(${PSI} >= 0.2) AS drifted FROM ${compared("")} WHERE arraySum(present) >= 30`,
    }),
    stat({
      title: "Largest PSI",
      description: "Of all features, over the whole range, where at least 30 values came.",
      unit: "short",
      w: 6,
      h: 4,
      decimals: 3,
      steps: STEPS,
      sql: `SELECT max(${PSI}) AS psi FROM ${compared("")} WHERE arraySum(present) >= 30`,
    }),
    stat({
      title: "Predictions",
      description: "In the range, of the versions that are chosen.",
      unit: "short",
      w: 6,
      h: 4,
      sql: `SELECT sum(predictions) AS predictions FROM predictions_by_minute_v1 WHERE ${CHOSEN}`,
    }),
    stat({
      title: "Ongoing breaches",
      description: "Episodes of this system that have not ended, of any control.",
      unit: "short",
      w: 6,
      h: 4,
      steps: [
        [null, "green"],
        [1, "red"],
      ],
      links: [link("Open nonconformities", "/nonconformities?system=${system:text}")],
      sql: "SELECT count() AS ongoing FROM episodes_v1 FINAL WHERE system = unhex('${system}') AND ended_at IS NULL",
    }),
    lines({
      title: "PSI by feature",
      description:
        "Each step against the baseline that is chosen. Steps with fewer than 30 values of a feature are left out: chance alone moves them.",
      unit: "short",
      w: 24,
      h: 10,
      min: 0,
      decimals: 3,
      steps: STEPS,
      sql: `SELECT time, toString(feature) AS feature, ${PSI} AS psi FROM ${compared("time")} WHERE arraySum(present) >= 30 ORDER BY time, feature`,
    }),
    bars({
      title: "Distribution of the feature",
      description: "Shares by bin, of the baseline and of the range.",
      unit: "percentunit",
      w: 12,
      h: 10,
      x: "bin",
      sql: `SELECT bins[number] AS bin, reference[number] / arraySum(reference) AS baseline, present[number] / greatest(1, arraySum(present)) AS range
FROM ${compared("")} AS both
INNER JOIN (SELECT feature, bins FROM baseline_features_v1 FINAL WHERE digest = '\${baseline}') AS named USING (feature)
ARRAY JOIN arrayEnumerate(reference) AS number
WHERE feature = unhex('\${feature}') AND reference[number] + present[number] > 0 ORDER BY number`,
    }),
    rows({
      title: "Features, most drifted first",
      description: "Over the whole range, against the baseline that is chosen.",
      unit: "short",
      w: 12,
      h: 10,
      columns: {
        feature: { links: [FEATURE_PAGE] },
        psi: { decimals: 4, steps: STEPS },
      },
      sql: `SELECT toString(feature) AS feature, ${PSI} AS psi, arraySum(present) AS values, arraySum(reference) AS baseline
FROM ${compared("")} ORDER BY psi DESC`,
    }),
    lines({
      title: "What controls measured of features",
      description: "The values that verdicts rest on, of every control that looks at features.",
      unit: "short",
      w: 12,
      h: 9,
      decimals: 3,
      sql: `SELECT window_end AS time, concat(control, ' ', ${INSTANCE_NAME}) AS name, value FROM ${EVALUATIONS}
WHERE mapContains(instance, 'feature') AND value IS NOT NULL ORDER BY time, name LIMIT 50000`,
    }),
    states({
      title: "Verdicts of controls on features",
      description:
        "Pass, breach, inconclusive, no data or error, window by window; the worst of a control's instances.",
      w: 12,
      h: 9,
      sql: `SELECT window_end AS time, toString(control) AS control,
  multiIf(countIf(verdict = 'breach') > 0, 'breach', countIf(verdict = 'error') > 0, 'error', countIf(verdict = 'inconclusive') > 0, 'inconclusive', countIf(verdict = 'pass') > 0, 'pass', 'no_data') AS verdict
FROM ${EVALUATIONS} AS last WHERE mapContains(instance, 'feature') GROUP BY time, control ORDER BY time, control`,
    }),
  ],
});
