import type { EvidenceGroup } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { asNumber, asNumberOrNull } from "../row-values.ts";
import { cohort } from "./cohort.ts";
import type { Scope } from "./scope.ts";

/**
 * Sums of the errors of predicted numbers, by the cohort of the prediction. The engine adds up in
 * an order of its own: the last digits may differ from another order's.
 */
export async function fetchErrors(read: Read, scope: Scope): Promise<EvidenceGroup[]> {
  const rows = await read(
    "evidence.errors",
    `SELECT ${scope.keys}, count(predicted), count(error), sum(error), sum(abs(error)),
       sum(error * error), sum(actual), sum(actual * actual), max(abs(error))
     FROM (
       SELECT ${scope.keys}, predicted,
         if(predicted IS NOT NULL AND isFinite(truth.2), truth.2, NULL) AS actual,
         predicted - actual AS error
       FROM ${cohort(scope, "if(status = 'ok' AND isFinite(value), value, NULL) AS predicted")}
     )
     GROUP BY ${scope.keys}`,
    scope.parameters,
  );
  return rows.map((row) => {
    const { startMs, labels } = scope.group(row);
    const [predictions, n, ...sums] = row.slice(scope.width);
    // The sum of no numbers is null to the engine.
    const [signed = 0, absolute = 0, squared = 0, truth = 0, truthSquared = 0, absoluteMax = 0] =
      sums.map((sum) => asNumberOrNull(sum) ?? 0);
    return {
      startMs,
      labels,
      evidence: {
        kind: "errors",
        predictions: asNumber(predictions),
        n: asNumber(n),
        signed,
        absolute,
        squared,
        truth,
        truthSquared,
        absoluteMax,
      },
    };
  });
}
