import type { EvidenceGroup, EvidenceRequest } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { partsOf, type Rolled } from "../rollups/rolled.ts";
import { asNumberOrNull, asText } from "../row-values.ts";
import { microsOf } from "./scope.ts";

/**
 * Everything before the end of the window: a system that fell silent long ago is still answered. A
 * prediction that is sent again is a sign of life too.
 */
export async function fetchPresence(
  read: Read,
  request: EvidenceRequest,
  rolled: Rolled,
): Promise<EvidenceGroup[]> {
  const { taken, left, parameters } = partsOf(rolled, { from: 0, to: microsOf(request.toMs) });
  const where = [
    "window_time < fromUnixTimestamp64Micro({to:Int64}, 'UTC')",
    ...(request.systems === undefined ? [] : ["system IN {systems:Array(String)}"]),
    ...(request.environments?.length ? ["environment IN {environments:Array(String)}"] : []),
  ].join(" AND ");
  const micros = (bound: "min" | "max", column = "window_time"): string =>
    `toNullable(toUnixTimestamp64Micro(${bound}(${column})))`;
  const rows = await read(
    "evidence.presence",
    `SELECT system, min(first), max(last), max(beat)
     FROM (
       SELECT system, ${micros("min", "first_time")} AS first, ${micros("max", "last_time")} AS last, CAST(NULL, 'Nullable(Int64)') AS beat
       FROM minutes_v1 WHERE ${taken} AND ${where} GROUP BY system
       UNION ALL
       SELECT system, ${micros("min")} AS first, ${micros("max")} AS last, NULL AS beat
       FROM predictions_v1 WHERE ${left} AND ${where} GROUP BY system
       UNION ALL
       SELECT system, ${micros("min")} AS first, ${micros("max")} AS last, NULL AS beat
       FROM corrections_v1 WHERE kind = 'prediction' AND ${where} GROUP BY system
       UNION ALL
       SELECT system, NULL AS first, NULL AS last, ${micros("max")} AS beat
       FROM heartbeats_v1 WHERE ${where} GROUP BY system
     )
     GROUP BY system`,
    {
      ...parameters,
      to: microsOf(request.toMs),
      ...(request.systems === undefined ? {} : { systems: request.systems }),
      ...(request.environments?.length ? { environments: request.environments } : {}),
    },
  );
  return rows.map(([system, first, last, beat]) => ({
    startMs: request.fromMs,
    labels: { system: asText(system) },
    evidence: {
      kind: "presence",
      firstPredictionMs: milliseconds(first),
      lastPredictionMs: milliseconds(last),
      lastHeartbeatMs: milliseconds(beat),
    },
  }));
}

function milliseconds(micros: unknown): number | null {
  const value = asNumberOrNull(micros);
  return value === null ? null : value / 1000;
}
