import {
  type EvidenceGroup,
  type EvidenceRequest,
  emptyResponses,
  mergeResponses,
} from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import type { Rolled } from "../rollups/rolled.ts";
import { asNumber } from "../row-values.ts";
import { grouped } from "./grouped.ts";
import { readInParts } from "./in-parts.ts";
import { MACHINE_STOP } from "./machine-stop.ts";
import { microsOf, type Scope } from "./scope.ts";
import { fetchCounts } from "./volume.ts";

/**
 * Predictions that somebody decided about, and soon enough: by the time of the prediction. The
 * decision may come at any time and from any environment. What was made in shadow of a suspension
 * is left out.
 */
export async function fetchResponses(
  read: Read,
  scope: Scope,
  of: Pick<EvidenceRequest, "withinMs"> & {
    readonly rolled: Rolled;
    readonly rowsAPart: number;
  },
): Promise<EvidenceGroup[]> {
  const { withinMs, rowsAPart } = of;
  const counted = await fetchCounts(read, "evidence.responses.totals", scope, of.rolled);
  const isInTime = withinMs === undefined ? "1" : "first - asked <= {within:Int64}";
  const rows = await readInParts(read, "evidence.responses", {
    records: counted.reduce((sum, { predictions }) => sum + predictions, 0),
    sql: (isInPart) =>
      `SELECT ${scope.keys}, countIf(stops = 0), countIf(stops = 0 AND decisions > 0),
         countIf(stops = 0 AND decisions > 0 AND ${isInTime})
       FROM (
         SELECT ${scope.columns()}, id, toUnixTimestamp64Micro(window_time) AS asked
         FROM predictions_v1 WHERE ${isInPart} AND ${scope.where()}
       ) AS cohort
       LEFT ANY JOIN (
         SELECT system, id, countIf(NOT ${MACHINE_STOP}) AS decisions, countIf(${MACHINE_STOP}) AS stops,
           minIf(toUnixTimestamp64Micro(window_time), NOT ${MACHINE_STOP}) AS first
         FROM oversight_v1
         WHERE identity IN (SELECT identity FROM predictions_v1 WHERE ${isInPart} AND ${scope.where()})
         GROUP BY system, id
       ) AS decided USING (system, id)
       GROUP BY ${scope.keys}`,
    parameters: {
      ...scope.parameters,
      ...(withinMs === undefined ? {} : { within: microsOf(withinMs) }),
    },
    rowsAPart,
  });
  return grouped(scope, rows).map(({ startMs, labels, rows: parts }) => ({
    startMs,
    labels,
    evidence: parts
      .map((part) => {
        const [predictions = 0, reviewed = 0, inTime = 0] = part.map(asNumber);
        return { ...emptyResponses(), predictions, reviewed, inTime };
      })
      .reduce(mergeResponses),
  }));
}
