import type { Read } from "../engine/read.ts";
import { MINUTE_MS } from "../rollups/range.ts";
import { NOTHING_ROLLED, partsOf, type Rolled } from "../rollups/rolled.ts";
import { asList, asText } from "../row-values.ts";
import { bounds, type Window, within } from "./window.ts";

/**
 * Names of the segments that a system's predictions of a window carry, in order. Of whole minutes the sums
 * say it, of others every record is asked.
 */
export async function readSegments(
  read: Read,
  of: { readonly system: string; readonly window: Window },
  rolled: Rolled = NOTHING_ROLLED,
): Promise<readonly string[]> {
  const { system, window } = of;
  const isByMinute = window.fromMs % MINUTE_MS === 0 && window.toMs % MINUTE_MS === 0;
  const { taken, left, parameters } = partsOf(isByMinute ? rolled : NOTHING_ROLLED, {
    from: window.fromMs * 1000,
    to: window.toMs * 1000,
  });
  const names = (table: string, counted: string): string =>
    `SELECT groupUniqArrayArray(mapKeys(segment)) AS names FROM ${table}
     WHERE ${counted} AND system = {system:String} AND ${within("window_time")}`;
  const [row] = await read(
    "segments",
    `SELECT arraySort(groupUniqArrayArray(names))
     FROM (${names("minutes_v1", taken)} UNION ALL ${names("predictions_v1", left)})`,
    { ...bounds(window), ...parameters, system },
  );
  return asList(row?.[0] ?? [], asText);
}
