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
    // The engine adds maps up by itself; a row a cell would be read a hundred times as often.
    `SELECT ${scope.keys}, mapKeys(summed), arrayMap(count -> toFloat64(count), mapValues(summed))
     FROM (
       SELECT ${scope.keys}, sumMap(cells) AS summed
       FROM (
         SELECT ${scope.columns()}, sumMap(latencies) AS cells
         FROM minutes_v1 WHERE ${taken} AND ${scope.where()} GROUP BY ${scope.keys}
         UNION ALL
         SELECT ${scope.keys}, if(cell IS NULL, CAST(map(), 'Map(Int32, UInt64)'), map(assumeNotNull(cell), counted)) AS cells
         FROM (
           SELECT ${scope.columns()}, latency_cell AS cell, count() AS counted
           FROM predictions_v1 WHERE ${left} AND ${scope.where()} GROUP BY ${scope.keys}, cell
         )
       )
       GROUP BY ${scope.keys}
     )`,
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
