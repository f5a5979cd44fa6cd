import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";
import { bounds, type Window, within } from "./window.ts";

/** How many calls of hosted models clients counted themselves, and how many were told of one by one. */
export interface CountedCalls {
  readonly system: string;
  readonly counted: number;
  readonly told: number;
}

/** The metrics that every call of a client adds one observation to, old and new: who sends both counts once. */
const DURATIONS = ["gen_ai.client.operation.duration", "gen_ai.client.inference.duration"];

/**
 * Of the systems whose clients sent their own metrics in a window: metrics are not sampled, spans are.
 *
 * A running total counts from its start where that lies in the window, else from its last point before it
 * (looked for a day back), or its first within.
 */
export async function readCountedCalls(
  read: Read,
  window: Window,
): Promise<readonly CountedCalls[]> {
  const from = "fromUnixTimestamp64Micro({from:Int64}, 'UTC')";
  const rows = await read(
    "calls.counted",
    `SELECT system, sum(counted), sum(told)
     FROM (
       SELECT system, max(counted) AS counted, toFloat64(0) AS told
       FROM (
         SELECT system, metric, sum(greatest(0, own)) AS counted
         FROM (
           SELECT toString(system) AS system, toString(metric) AS metric,
             if(any(temporality) = 'delta', sumIf(count, time >= ${from}),
               max(count) - if(start_time >= ${from}, 0, coalesce(maxOrNullIf(count, time < ${from}), min(count)))) AS own
           FROM client_metrics_v1
           WHERE metric IN {metrics:Array(String)} AND count IS NOT NULL
             AND time >= ${from} - INTERVAL 1 DAY AND time < fromUnixTimestamp64Micro({to:Int64}, 'UTC')
           GROUP BY system, metric, series, start_time
           HAVING countIf(time >= ${from}) > 0
         )
         GROUP BY system, metric
       )
       GROUP BY system
       UNION ALL
       SELECT toString(system) AS system, toFloat64(0) AS counted, toFloat64(count()) AS told
       FROM calls_v1 WHERE ${within("window_time")} GROUP BY system
     )
     GROUP BY system
     HAVING sum(counted) > 0
     ORDER BY system`,
    { ...bounds(window), metrics: DURATIONS },
  );
  return rows.map(([system, counted, told]) => ({
    system: asText(system),
    counted: asNumber(counted),
    told: asNumber(told),
  }));
}
