import type { Read } from "../engine/read.ts";
import { asList, asText } from "../row-values.ts";
import { bounds, type Window, within } from "./window.ts";

/** Names of the segments that a system's predictions of a window carry, in order. */
export async function readSegments(
  read: Read,
  system: string,
  window: Window,
): Promise<readonly string[]> {
  const [row] = await read(
    "segments",
    `SELECT arraySort(groupUniqArrayArray(mapKeys(segment))) FROM predictions_v1
     WHERE system = {system:String} AND ${within("window_time")}`,
    { ...bounds(window), system },
  );
  return asList(row?.[0] ?? [], asText);
}
