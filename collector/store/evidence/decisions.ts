import type { EvidenceGroup } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";
import { grouped } from "./grouped.ts";
import type { Scope } from "./scope.ts";

/**
 * Predicted and true labels, by the cohort of the prediction. The truth may come at any time and
 * from any environment; of several the first that was received counts.
 */
export async function fetchDecisions(read: Read, scope: Scope): Promise<EvidenceGroup[]> {
  const rows = await read(
    "evidence.decisions",
    `SELECT ${scope.keys}, predicted, truth, count()
     FROM (
       SELECT ${scope.columns()}, id, if(status = 'ok', label, '') AS predicted
       FROM predictions_v1 WHERE ${scope.where()}
     ) AS cohort
     LEFT ANY JOIN (
       SELECT system, id, argMin(label, (received_at, _seq, _row)) AS truth
       FROM outcomes_v1
       WHERE identity IN (SELECT identity FROM predictions_v1 WHERE ${scope.where()})
       GROUP BY system, id
     ) AS known USING (system, id)
     GROUP BY ${scope.keys}, predicted, truth`,
    scope.parameters,
  );
  return grouped(scope, rows).map(({ startMs, labels, rows: pairs }) => ({
    startMs,
    labels,
    evidence: decisions(
      pairs.map(([predicted, truth, count]) => ({
        predicted: asText(predicted),
        truth: asText(truth),
        count: asNumber(count),
      })),
    ),
  }));
}

function decisions(
  rows: readonly {
    readonly predicted: string;
    readonly truth: string;
    readonly count: number;
  }[],
): EvidenceGroup["evidence"] {
  const predicted = new Map<string, number>();
  const pairs = new Map<string, Map<string, number>>();
  for (const row of rows) {
    if (row.predicted === "") continue;
    predicted.set(row.predicted, (predicted.get(row.predicted) ?? 0) + row.count);
    if (row.truth === "") continue;
    const truths = pairs.get(row.predicted) ?? new Map<string, number>();
    pairs.set(row.predicted, truths.set(row.truth, row.count));
  }
  return {
    kind: "decisions",
    predicted: Object.fromEntries(predicted),
    pairs: Object.fromEntries([...pairs].map(([label, row]) => [label, Object.fromEntries(row)])),
  };
}
