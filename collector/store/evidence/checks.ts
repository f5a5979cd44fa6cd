import type { EvidenceGroup } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import type { Rolled } from "../rollups/rolled.ts";
import { asNumber, asText } from "../row-values.ts";
import { groupKey } from "./grouped.ts";
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
  rolled: Rolled,
): Promise<EvidenceGroup[]> {
  const rows = await read(
    "evidence.checks",
    `SELECT ${scope.keys}, name, count(), countIf(NOT has_passed)
     FROM (
       SELECT ${scope.columns()}, id FROM predictions_v1 WHERE ${scope.where()}
     ) AS cohort
     INNER JOIN (
       SELECT system, id, toString(name) AS name, assumeNotNull(passed) AS has_passed
       FROM scores_v1
       WHERE passed IS NOT NULL
         AND identity IN (SELECT identity FROM predictions_v1 WHERE ${scope.where()})
     ) AS said USING (system, id)
     GROUP BY ${scope.keys}, name`,
    scope.parameters,
  );
  const checks = new Map<string, Map<string, { checked: number; failed: number }>>();
  for (const row of rows) {
    const [name, checked, failed] = row.slice(scope.width);
    const key = groupKey(scope.group(row));
    const known = checks.get(key) ?? new Map();
    checks.set(key, known);
    known.set(asText(name), { checked: asNumber(checked), failed: asNumber(failed) });
  }
  // After the checks: what arrives between both questions is a prediction too many, never one too few.
  const counted = await fetchCounts(read, "evidence.checks.totals", scope, rolled);
  return counted.map((group) => ({
    startMs: group.startMs,
    labels: group.labels,
    evidence: {
      kind: "checks",
      predictions: group.predictions,
      checks: Object.fromEntries(
        [...(checks.get(groupKey(group)) ?? [])].map(([name, { checked, failed }]) => {
          // Two collectors that store one at once may both keep it: no share is beyond the whole.
          const { predictions } = group;
          return [
            name,
            { checked: Math.min(checked, predictions), failed: Math.min(failed, predictions) },
          ];
        }),
      ),
    },
  }));
}
