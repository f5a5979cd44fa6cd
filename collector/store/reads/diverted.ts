import { DIRECTIVE_ROLE, SUSPENDED_REASON } from "@tiltmeter/sdk/wire/directive";
import type { Read } from "../engine/read.ts";
import { asNumber } from "../row-values.ts";
import { bounds, type Window, within } from "./window.ts";

/** Calls that a suspension kept from the model. */
export interface Diverted {
  readonly calls: number;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
}

/** Counts the stops that the processes of a system recorded while it was suspended. */
export async function readDiverted(read: Read, system: string, window: Window): Promise<Diverted> {
  const [row] = await read(
    "diverted",
    `SELECT count(), toUnixTimestamp64Micro(min(time)), toUnixTimestamp64Micro(max(time)) FROM oversight_v1
     WHERE system = {system:String} AND ${within("time")}
       AND action = 'stop' AND reason = {reason:String} AND role = {role:String}`,
    { ...bounds(window), system, reason: SUSPENDED_REASON, role: DIRECTIVE_ROLE },
  );
  const [calls, first, last] = (row ?? []).map(asNumber);
  if (calls === undefined || calls === 0) return { calls: 0, firstMs: null, lastMs: null };
  return { calls, firstMs: (first ?? 0) / 1000, lastMs: (last ?? 0) / 1000 };
}
