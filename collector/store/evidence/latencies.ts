import type { EvidenceGroup } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { asNumber } from "../row-values.ts";
import { grouped } from "./grouped.ts";
import type { Scope } from "./scope.ts";

/** A group without any measured latency has no cells, and is answered. */
export async function fetchLatencies(read: Read, scope: Scope): Promise<EvidenceGroup[]> {
  const rows = await read(
    "evidence.latencies",
    `SELECT ${scope.columns()}, latency_cell, count()
     FROM predictions_v1 WHERE ${scope.where()} GROUP BY ${scope.keys}, latency_cell`,
    scope.parameters,
  );
  return grouped(scope, rows).map(({ startMs, labels, rows: cells }) => ({
    startMs,
    labels,
    evidence: {
      kind: "latencies",
      cells: Object.fromEntries(
        cells.flatMap(([cell, count]) =>
          cell === null ? [] : [[String(asNumber(cell)), asNumber(count)]],
        ),
      ),
    },
  }));
}
