import type { EvidenceGroup } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { partsOf, type Rolled } from "../rollups/rolled.ts";
import { asNumber } from "../row-values.ts";
import { grouped } from "./grouped.ts";
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
    `SELECT ${scope.keys}, cell, sum(predictions)
     FROM (
       SELECT ${scope.columns()}, toNullable(cell) AS cell, sum(predictions_in) AS predictions
       FROM minutes_v1
       LEFT ARRAY JOIN mapKeys(latencies) AS cell, mapValues(latencies) AS predictions_in
       WHERE ${taken} AND ${scope.where()} GROUP BY ${scope.keys}, cell
       UNION ALL
       SELECT ${scope.columns()}, latency_cell AS cell, count() AS predictions
       FROM predictions_v1 WHERE ${left} AND ${scope.where()} GROUP BY ${scope.keys}, cell
     )
     GROUP BY ${scope.keys}, cell`,
    { ...scope.parameters, ...parameters },
  );
  return grouped(scope, rows).map(({ startMs, labels, rows: cells }) => ({
    startMs,
    labels,
    evidence: {
      kind: "latencies",
      // A minute without a latency is a row of no predictions.
      cells: Object.fromEntries(
        cells.flatMap(([cell, count]) =>
          cell === null || count === 0 ? [] : [[String(asNumber(cell)), asNumber(count)]],
        ),
      ),
    },
  }));
}
