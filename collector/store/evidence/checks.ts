import type { EvidenceGroup } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import type { Rolled } from "../rollups/rolled.ts";
import { asNumber, asText } from "../row-values.ts";
import { grouped, groupKey } from "./grouped.ts";
import { readInParts } from "./in-parts.ts";
import type { Scope } from "./scope.ts";
import { fetchCounts } from "./volume.ts";

/**
 * What checks said, by the cohort of the prediction. A score may come at any time and from any
 * environment; one that does not say whether it passed is no check. Of several of one name only the
 * first is stored, so none has to be looked for here: that would double the price of the question,
 * which is 0.8 s of CPU for a million scores.
 */
export async function fetchChecks(
  read: Read,
  scope: Scope,
  { rolled, rowsAPart }: { readonly rolled: Rolled; readonly rowsAPart: number },
): Promise<EvidenceGroup[]> {
  const counted = await fetchCounts(read, "evidence.checks.totals", scope, rolled);
  const rows = await readInParts(read, "evidence.checks", {
    records: counted.reduce((sum, { predictions }) => sum + predictions, 0),
    sql: (isInPart) =>
      `SELECT ${scope.keys}, name, count(), countIf(NOT has_passed)
       FROM (
         SELECT ${scope.columns()}, id FROM predictions_v1 WHERE ${isInPart} AND ${scope.where()}
       ) AS cohort
       INNER JOIN (
         SELECT system, id, toString(name) AS name, assumeNotNull(passed) AS has_passed
         FROM scores_v1
         WHERE passed IS NOT NULL
           AND identity IN (SELECT identity FROM predictions_v1 WHERE ${isInPart} AND ${scope.where()})
       ) AS said USING (system, id)
       GROUP BY ${scope.keys}, name`,
    parameters: scope.parameters,
    rowsAPart,
  });
  const said = new Map(grouped(scope, rows).map((group) => [groupKey(group), group.rows]));
  return counted.map((group) => ({
    startMs: group.startMs,
    labels: group.labels,
    evidence: {
      kind: "checks",
      predictions: group.predictions,
      checks: checksOf(said.get(groupKey(group)) ?? [], group.predictions),
    },
  }));
}

type Checks = Extract<EvidenceGroup["evidence"], { kind: "checks" }>["checks"];

/** What was stored by two collectors at once, or since the predictions were counted, is no more than all of them. */
function checksOf(rows: readonly (readonly unknown[])[], predictions: number): Checks {
  const checks = new Map<string, { readonly checked: number; readonly failed: number }>();
  for (const [of, ...counts] of rows) {
    const [name, [checked = 0, failed = 0]] = [asText(of), counts.map(asNumber)];
    const known = checks.get(name) ?? { checked: 0, failed: 0 };
    checks.set(name, {
      checked: Math.min(predictions, known.checked + checked),
      failed: Math.min(predictions, known.failed + failed),
    });
  }
  return Object.fromEntries(checks);
}
