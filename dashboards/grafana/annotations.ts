import type { Annotation } from "./board.ts";
import { DATASOURCE, table } from "./target.ts";

/** What was changed of the system that is chosen. */
export const CHANGES: Annotation = {
  name: "Changes",
  enable: true,
  iconColor: "blue",
  datasource: DATASOURCE,
  target: table(`SELECT time, summary AS text, concat('change,', change) AS tags FROM changes_v1
WHERE $__timeFilter(time) AND system = unhex('\${system}') ORDER BY time LIMIT 500`),
};

/** Breaches of the system that is chosen, as long as each lasted. */
export const NONCONFORMITIES: Annotation = {
  name: "Nonconformities",
  enable: true,
  iconColor: "red",
  datasource: DATASOURCE,
  target:
    table(`SELECT fired_at AS time, coalesce(ended_at, now64(3)) AS timeEnd, concat(nonconformity, ': ', control) AS text, concat('nonconformity,', severity) AS tags
FROM episodes_v1 FINAL WHERE fired_at <= $__toTime AND coalesce(ended_at, now64(3)) >= $__fromTime AND system = unhex('\${system}')
ORDER BY fired_at LIMIT 500`),
};
