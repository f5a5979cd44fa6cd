import { type Board, board } from "../board.ts";
import { lines, rows, stat } from "../panel.ts";
import { TILTMETER } from "../variables.ts";

const DONE = `(
  SELECT control, verdict, window_end, evaluated_at, duration_ms FROM evaluations_v1
  WHERE $__timeFilter(evaluated_at) AND data_revision = 1
  ORDER BY evaluated_at DESC LIMIT 1 BY control, instance_key, window_end
)`;

/** Whether what is sent arrives and what is due is judged, as far as the store knows. */
export const collector: Board = board({
  uid: "tiltmeter-collector",
  title: "Tiltmeter: collector health",
  description:
    "Whether what is sent arrives and what is due is judged, as far as the store knows it. A collector that is down writes nothing here: have Prometheus ask it for /metrics as well.",
  from: "now-6h",
  variables: [TILTMETER],
  annotations: [],
  page: { title: "Overview in Tiltmeter", path: "/" },
  panels: [
    stat({
      title: "Systems heard of",
      description: "In the range.",
      unit: "short",
      w: 6,
      h: 4,
      sql: "SELECT uniqExact(system) AS systems FROM predictions_by_minute_v1 WHERE $__timeFilter(window_time)",
    }),
    stat({
      title: "Records refused",
      description: "In the range, at the door or by the engine.",
      unit: "short",
      w: 6,
      h: 4,
      steps: [
        [null, "green"],
        [1, "yellow"],
      ],
      sql: "SELECT count() AS refused FROM quarantine_v1 WHERE $__timeFilter(received_at)",
    }),
    stat({
      title: "Evaluations in error",
      description: "Windows that could not be judged, of the range.",
      unit: "short",
      w: 6,
      h: 4,
      steps: [
        [null, "green"],
        [1, "red"],
      ],
      sql: `SELECT countIf(verdict = 'error') AS errors FROM ${DONE}`,
    }),
    stat({
      title: "Last evaluation",
      description: "How long ago the last verdict of the range was written.",
      unit: "s",
      w: 6,
      h: 4,
      steps: [
        [null, "green"],
        [3600, "yellow"],
        [86400, "red"],
      ],
      sql: "SELECT dateDiff('second', max(evaluated_at), now64(3)) AS since FROM evaluations_v1 WHERE $__timeFilter(evaluated_at)",
    }),
    lines({
      title: "Predictions by system",
      description: "Per second, by when they happened; the twenty busiest systems.",
      unit: "reqps",
      w: 12,
      min: 0,
      sql: `WITH (SELECT groupArray(system) FROM (SELECT system FROM predictions_by_minute_v1 WHERE $__timeFilter(window_time) GROUP BY system ORDER BY sum(predictions) DESC LIMIT 20)) AS busiest
SELECT $__timeInterval(window_time) AS time, if(has(busiest, system), toString(system), 'other') AS name, sum(predictions) / $__interval_s AS rate
FROM predictions_by_minute_v1 WHERE $__timeFilter(window_time) GROUP BY time, name ORDER BY time, name`,
    }),
    lines({
      title: "Refused records by event",
      description: "What the door or the engine would not take.",
      unit: "short",
      w: 12,
      stacked: true,
      sql: `SELECT $__timeInterval(received_at) AS time, toString(event) AS event, count() AS refused
FROM quarantine_v1 WHERE $__timeFilter(received_at) GROUP BY time, event ORDER BY time, event`,
    }),
    lines({
      title: "Evaluations by verdict",
      description: "As they were written.",
      unit: "short",
      w: 12,
      stacked: true,
      sql: `SELECT $__timeInterval(evaluated_at) AS time, toString(verdict) AS verdict, count() AS evaluations FROM ${DONE} GROUP BY time, verdict ORDER BY time, verdict`,
    }),
    lines({
      title: "Lateness of verdicts",
      description:
        "From the end of a window to its verdict, with the delay that its control asks for.",
      unit: "s",
      w: 12,
      min: 0,
      sql: `SELECT $__timeInterval(evaluated_at) AS time, quantileExact(0.5)(late) AS median, max(late) AS longest
FROM (SELECT evaluated_at, dateDiff('millisecond', window_end, evaluated_at) / 1000 AS late FROM ${DONE}) GROUP BY time ORDER BY time`,
    }),
    lines({
      title: "Duration of evaluations",
      description:
        "How long the store took to answer what controls asked, median and 99th percentile.",
      unit: "ms",
      w: 12,
      min: 0,
      sql: `SELECT $__timeInterval(evaluated_at) AS time, quantileExact(0.5)(duration_ms) AS median, quantileExact(0.99)(duration_ms) AS p99 FROM ${DONE} GROUP BY time ORDER BY time`,
    }),
    lines({
      title: "Repeats and conflicts",
      description:
        "Records that were there before. A conflict says something else of the same id than what stands.",
      unit: "short",
      w: 12,
      stacked: true,
      sql: `SELECT $__timeInterval(received_at) AS time, concat(kind, ' ', relation) AS what, count() AS records
FROM corrections_v1 WHERE $__timeFilter(received_at) GROUP BY time, what ORDER BY time, what`,
    }),
    rows({
      title: "What senders say of themselves",
      description: "The last sign of each in the range: what it dropped, and what waits with it.",
      unit: "short",
      w: 12,
      columns: { last: { unit: "dateTimeAsIso" } },
      sql: `SELECT toString(system) AS system, toString(producer) AS producer, max(time) AS last, argMax(arraySum(mapValues(dropped)), time) AS dropped, argMax(queue_depth, time) AS waiting
FROM heartbeats_v1 WHERE $__timeFilter(window_time) GROUP BY system, producer ORDER BY dropped DESC, last LIMIT 200`,
    }),
    rows({
      title: "Why records are refused",
      description: "The most frequent reasons of the range.",
      unit: "short",
      w: 12,
      columns: { last: { unit: "dateTimeAsIso" } },
      sql: `SELECT toString(event) AS event, substring(reason, 1, 200) AS reason, count() AS records, max(received_at) AS last
FROM quarantine_v1 WHERE $__timeFilter(received_at) GROUP BY event, reason ORDER BY records DESC LIMIT 50`,
    }),
    rows({
      title: "Room",
      description: "Rows and bytes by table, as they lie on the disk.",
      unit: "short",
      w: 12,
      columns: { bytes: { unit: "bytes" } },
      sql: `SELECT table, sum(rows) AS rows, sum(bytes_on_disk) AS bytes FROM system.parts
WHERE active AND database = currentDatabase() GROUP BY table ORDER BY bytes DESC`,
    }),
    rows({
      title: "Sums by minute",
      description:
        "How long ago each kind was last noted: predictions, and each baseline's features.",
      unit: "short",
      w: 12,
      columns: { since: { unit: "s" } },
      sql: `SELECT if(rolled.what = '', 'predictions', concat('features of ', coalesce(nullIf(toString(known.system), ''), rolled.what))) AS kind, dateDiff('second', rolled.noted, now64(6)) AS since
FROM (SELECT toString(what) AS what, max(noted_at) AS noted FROM rolled_v1 GROUP BY what) AS rolled
LEFT JOIN (SELECT DISTINCT toString(digest) AS what, system FROM baseline_features_v1 FINAL) AS known ON known.what = rolled.what ORDER BY kind`,
    }),
  ],
});
