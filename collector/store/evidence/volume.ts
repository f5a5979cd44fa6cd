import type { EvidenceGroup } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { partsOf, type Rolled } from "../rollups/rolled.ts";
import { asNumber } from "../row-values.ts";
import type { Group, Scope } from "./scope.ts";

export async function fetchVolume(
  read: Read,
  scope: Scope,
  rolled: Rolled,
): Promise<EvidenceGroup[]> {
  const counted = await fetchCounts(read, "evidence.volume", scope, rolled);
  return counted.map(({ startMs, labels, predictions, errors }) => ({
    startMs,
    labels,
    evidence: { kind: "volume", predictions, errors },
  }));
}

/** Predictions by group, and those of them that failed. */
export async function fetchCounts(
  read: Read,
  name: string,
  scope: Scope,
  rolled: Rolled,
): Promise<(Group & { readonly predictions: number; readonly errors: number })[]> {
  const { taken, left, parameters } = partsOf(rolled, scope.window);
  const rows = await read(
    name,
    `SELECT ${scope.keys}, sum(predictions), sum(errors)
     FROM (
       SELECT ${scope.columns()}, sum(predictions) AS predictions, sum(errors) AS errors
       FROM minutes_v1 WHERE ${taken} AND ${scope.where()} GROUP BY ${scope.keys}
       UNION ALL
       SELECT ${scope.columns()}, count() AS predictions, countIf(status = 'error') AS errors
       FROM predictions_v1 WHERE ${left} AND ${scope.where()} GROUP BY ${scope.keys}
     )
     GROUP BY ${scope.keys}`,
    { ...scope.parameters, ...parameters },
  );
  return rows.map((row) => {
    const [predictions, errors] = row.slice(scope.width).map(asNumber);
    return { ...scope.group(row), predictions: predictions ?? 0, errors: errors ?? 0 };
  });
}
