import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";
import { bounds, type Window, within } from "./window.ts";

/** A change that a system has told of. */
export interface StoredChange {
  readonly timeMs: number;
  readonly change: string;
  readonly summary: string;
  readonly from: string;
  readonly to: string;
}

/** The oldest first. */
export async function readChanges(
  read: Read,
  system: string,
  window: Window,
): Promise<readonly StoredChange[]> {
  const rows = await read(
    "changes",
    `SELECT toUnixTimestamp64Micro(time) AS micros, change, summary, from_value, to_value FROM changes_v1
     WHERE system = {system:String} AND ${within("time")} ORDER BY time, _journal, _seq, _row`,
    { ...bounds(window), system },
  );
  return rows.map(([micros, change, summary, from, to]) => ({
    timeMs: asNumber(micros) / 1000,
    change: asText(change),
    summary: asText(summary),
    from: asText(from),
    to: asText(to),
  }));
}
