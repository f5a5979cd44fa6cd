import type { EvidenceGroup } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { partsOf, type Rolled } from "../rollups/rolled.ts";
import { asList, asNumber } from "../row-values.ts";
import type { Scope } from "./scope.ts";

/** A group without any measured latency has no cells, and is answered. */
export async function fetchLatencies(
  read: Read,
  scope: Scope,
  rolled: Rolled,
): Promise<EvidenceGroup[]> {
  const { taken, left, parameters } = partsOf(rolled, scope.window);
  const rows = await read(
    "evidence.latencies",
    // A row a group: a row a cell would be read a hundred times as often.
    `SELECT ${scope.keys}, groupArrayIf(assumeNotNull(cell), counted > 0), groupArrayIf(counted, counted > 0)
     FROM (
     SELECT ${scope.keys}, cell, if(cell IS NULL, 0, toFloat64(sum(predictions))) AS counted
     FROM (
       SELECT ${scope.columns()}, toNullable(cell) AS cell, sum(predictions_in) AS predictions
       FROM minutes_v1
       LEFT ARRAY JOIN mapKeys(latencies) AS cell, mapValues(latencies) AS predictions_in
       WHERE ${taken} AND ${scope.where()} GROUP BY ${scope.keys}, cell
       UNION ALL
       SELECT ${scope.columns()}, latency_cell AS cell, count() AS predictions
       FROM predictions_v1 WHERE ${left} AND ${scope.where()} GROUP BY ${scope.keys}, cell
     )
     GROUP BY ${scope.keys}, cell)
     GROUP BY ${scope.keys}`,
    { ...scope.parameters, ...parameters },
  );
  return rows.map((row) => {
    const [cells, counts] = row.slice(scope.width).map((list) => asList(list, asNumber));
    const { startMs, labels } = scope.group(row);
    return {
      startMs,
      labels,
      evidence: {
        kind: "latencies",
        cells: Object.fromEntries((cells ?? []).map((cell, i) => [String(cell), counts?.[i] ?? 0])),
      },
    };
  });
}
