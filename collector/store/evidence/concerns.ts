import type { EvidenceGroup, EvidenceRequest } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";
import { EvidenceRefused, microsOf } from "./scope.ts";

/**
 * Concerns as they stood at the end of the window, by system: everything before it is read. What has
 * become of a concern may be told from any environment.
 */
export async function fetchConcerns(
  read: Read,
  request: EvidenceRequest,
): Promise<EvidenceGroup[]> {
  const { systems, environments, withinMs } = request;
  if (withinMs === undefined) {
    throw new EvidenceRefused("concerns are overdue by a time: say withinMs");
  }
  const isInScope = environments?.length
    ? "HAVING countIf(environment IN {environments:Array(String)}) > 0"
    : "";
  const rows = await read(
    "evidence.concerns",
    `SELECT system, countIf(open), countIf(open AND late AND NOT seen), countIf(open AND late)
     FROM (
       SELECT system, countIf(status = 'resolved') = 0 AS open, countIf(status = 'acknowledged') > 0 AS seen,
         if(countIf(status = 'reported') > 0,
           minIf(toUnixTimestamp64Micro(window_time), status = 'reported'),
           min(toUnixTimestamp64Micro(window_time))) AS reported,
         {to:Int64} - reported > {within:Int64} AS late
       FROM concerns_v1
       WHERE window_time < fromUnixTimestamp64Micro({to:Int64}, 'UTC')
         ${systems === undefined ? "" : "AND system IN {systems:Array(String)}"}
       GROUP BY system, id ${isInScope}
     )
     GROUP BY system`,
    {
      to: microsOf(request.toMs),
      within: microsOf(withinMs),
      ...(systems === undefined ? {} : { systems }),
      ...(environments?.length ? { environments } : {}),
    },
  );
  return rows.map(([system, ...counts]) => {
    const [open = 0, unacknowledged = 0, overdue = 0] = counts.map(asNumber);
    return {
      startMs: request.fromMs,
      labels: { system: asText(system) },
      evidence: { kind: "concerns", open, unacknowledged, overdue },
    };
  });
}
