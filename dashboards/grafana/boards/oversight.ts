import { CHANGES, NONCONFORMITIES } from "../annotations.ts";
import { type Board, board } from "../board.ts";
import { lines, link, rows, stat } from "../panel.ts";
import { OF_SYSTEM } from "../sql.ts";
import { SYSTEM, TILTMETER } from "../variables.ts";

const RECORD_PAGE = link(
  "The record in Tiltmeter",
  "/nonconformities/${__value.raw:percentencode}",
);

/** What people did with a model's answers, and what became of nonconformities. */
export const oversight: Board = board({
  uid: "tiltmeter-oversight",
  title: "Tiltmeter: oversight",
  description: "What people do with a model's answers, and what is open.",
  from: "now-7d",
  variables: [TILTMETER, SYSTEM],
  annotations: [CHANGES, NONCONFORMITIES],
  page: { title: "Oversight in Tiltmeter", path: "/systems/${system:text}#oversight" },
  panels: [
    stat({
      title: "Decisions",
      description: "Oversight decisions of the range.",
      unit: "short",
      w: 6,
      h: 4,
      sql: `SELECT count() AS decisions FROM oversight_v1 WHERE ${OF_SYSTEM}`,
    }),
    stat({
      title: "Reviewed",
      description: "Predictions of the range that somebody decided about, of all of it.",
      unit: "percentunit",
      decimals: 1,
      w: 6,
      h: 4,
      sql: `SELECT (SELECT uniqExact(id) FROM oversight_v1 WHERE ${OF_SYSTEM}) / greatest(1, sum(predictions)) AS reviewed
FROM predictions_by_minute_v1 WHERE ${OF_SYSTEM}`,
    }),
    stat({
      title: "Overridden",
      description: "Of the decisions that confirm or override, those that override.",
      unit: "percentunit",
      decimals: 1,
      w: 6,
      h: 4,
      sql: `SELECT countIf(action = 'override') / greatest(1, countIf(action IN ('confirm', 'override'))) AS overridden FROM oversight_v1 WHERE ${OF_SYSTEM}`,
    }),
    stat({
      title: "Open nonconformities",
      description: "Of the system, of any control, whenever raised.",
      unit: "short",
      w: 6,
      h: 4,
      steps: [
        [null, "green"],
        [1, "red"],
      ],
      links: [link("Open nonconformities", "/nonconformities?system=${system:text}")],
      sql: "SELECT countIf(is_open) AS open FROM nonconformities_v1 FINAL WHERE system = unhex('${system}')",
    }),
    lines({
      title: "Decisions by action",
      description: "What people did: confirm, override, escalate, abstain, stop.",
      unit: "short",
      w: 12,
      stacked: true,
      sql: `SELECT $__timeInterval(window_time) AS time, toString(action) AS action, count() AS decisions
FROM oversight_v1 WHERE ${OF_SYSTEM} GROUP BY time, action ORDER BY time, action`,
    }),
    lines({
      title: "Override rate by role",
      description:
        "Overrides of what was confirmed or overridden. A rate that falls to nothing may say that nobody looks any more.",
      unit: "percentunit",
      w: 12,
      min: 0,
      max: 1,
      sql: `SELECT $__timeInterval(window_time) AS time, if(role = '', '(no role)', toString(role)) AS role, countIf(action = 'override') / countIf(action IN ('confirm', 'override')) AS rate
FROM oversight_v1 WHERE ${OF_SYSTEM} AND action IN ('confirm', 'override') GROUP BY time, role ORDER BY time, role`,
    }),
    lines({
      title: "Time that reviews took",
      description: "Median and 10th percentile. Seconds below what reading takes are no review.",
      unit: "s",
      w: 12,
      min: 0,
      sql: `SELECT $__timeInterval(window_time) AS time, quantileExact(0.5)(review_seconds) AS median, quantileExact(0.1)(review_seconds) AS p10
FROM oversight_v1 WHERE ${OF_SYSTEM} AND review_seconds IS NOT NULL GROUP BY time ORDER BY time`,
    }),
    lines({
      title: "From answer to decision",
      description: "How long after the answer somebody decided, median and 95th percentile.",
      unit: "s",
      w: 12,
      min: 0,
      sql: `SELECT $__timeInterval(decided) AS time, quantileExact(0.5)(took) AS median, quantileExact(0.95)(took) AS p95 FROM (
  SELECT reviews.window_time AS decided, greatest(0, dateDiff('millisecond', predictions.window_time, reviews.window_time)) / 1000 AS took
  FROM (SELECT id, identity, window_time FROM oversight_v1 WHERE ${OF_SYSTEM}) AS reviews
  INNER JOIN (SELECT id, window_time FROM predictions_v1 WHERE system = unhex('\${system}') AND identity IN (SELECT identity FROM oversight_v1 WHERE ${OF_SYSTEM})) AS predictions USING (id)
) GROUP BY time ORDER BY time`,
    }),
    rows({
      title: "Reasons of overrides",
      description: "The most frequent reasons, of the range.",
      unit: "short",
      w: 8,
      sql: `SELECT if(reason = '', '(none given)', toString(reason)) AS reason, toString(from_label) AS from, toString(to_label) AS to, count() AS overrides
FROM oversight_v1 WHERE ${OF_SYSTEM} AND action = 'override' GROUP BY reason, from, to ORDER BY overrides DESC LIMIT 50`,
    }),
    rows({
      title: "Nonconformities",
      description: "Open ones first, the gravest first.",
      unit: "short",
      w: 16,
      columns: {
        id: { links: [RECORD_PAGE] },
        raised: { unit: "dateTimeAsIso" },
        ended: { unit: "dateTimeAsIso" },
      },
      sql: `SELECT id, toString(severity) AS severity, toString(state) AS state, toString(title) AS title, episodes, ongoing, raised_at AS raised, ended_at AS ended
FROM nonconformities_v1 FINAL WHERE system = unhex('\${system}') AND (is_open OR $__timeFilter(raised_at))
ORDER BY is_open DESC, indexOf(['critical', 'high', 'medium', 'low'], toString(nonconformities_v1.severity)), raised_at LIMIT 200`,
    }),
    lines({
      title: "Nonconformities raised",
      description: "Over all systems, by severity.",
      unit: "short",
      w: 12,
      stacked: true,
      interval: "1h",
      sql: `SELECT $__timeInterval(raised_at) AS time, toString(severity) AS severity, count() AS raised
FROM nonconformities_v1 FINAL WHERE $__timeFilter(raised_at) GROUP BY time, severity ORDER BY time, severity`,
    }),
    rows({
      title: "Episodes",
      description:
        "Breaches that lasted into the range, of the system: since when, and what was measured when each fired.",
      unit: "short",
      w: 12,
      columns: {
        record: { links: [RECORD_PAGE] },
        fired: { unit: "dateTimeAsIso" },
        ended: { unit: "dateTimeAsIso" },
        value: { decimals: 4 },
      },
      sql: `SELECT nonconformity AS record, toString(control) AS control, fired_at AS fired, ended_at AS ended, value, n
FROM episodes_v1 FINAL WHERE system = unhex('\${system}') AND fired_at <= $__toTime AND coalesce(ended_at, now64(3)) >= $__fromTime ORDER BY fired DESC LIMIT 200`,
    }),
  ],
});
