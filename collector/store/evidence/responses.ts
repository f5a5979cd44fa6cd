import type { EvidenceGroup } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { asNumber } from "../row-values.ts";
import { microsOf, type Scope } from "./scope.ts";

/**
 * Predictions that somebody decided about, and soon enough: by the time of the prediction. The
 * decision may come at any time and from any environment.
 */
export async function fetchResponses(
  read: Read,
  scope: Scope,
  withinMs: number | undefined,
): Promise<EvidenceGroup[]> {
  const isInTime = withinMs === undefined ? "1" : "first - asked <= {within:Int64}";
  const rows = await read(
    "evidence.responses",
    `SELECT ${scope.keys}, count(), countIf(decisions > 0), countIf(decisions > 0 AND ${isInTime})
     FROM (
       SELECT ${scope.columns()}, id, toUnixTimestamp64Micro(window_time) AS asked
       FROM predictions_v1 WHERE ${scope.where()}
     ) AS cohort
     LEFT ANY JOIN (
       SELECT system, id, count() AS decisions, min(toUnixTimestamp64Micro(window_time)) AS first
       FROM oversight_v1
       WHERE identity IN (SELECT identity FROM predictions_v1 WHERE ${scope.where()})
       GROUP BY system, id
     ) AS decided USING (system, id)
     GROUP BY ${scope.keys}`,
    { ...scope.parameters, ...(withinMs === undefined ? {} : { within: microsOf(withinMs) }) },
  );
  return rows.map((row) => {
    const { startMs, labels } = scope.group(row);
    const [predictions = 0, reviewed = 0, inTime = 0] = row.slice(scope.width).map(asNumber);
    return { startMs, labels, evidence: { kind: "responses", predictions, reviewed, inTime } };
  });
}
