import type { Labels } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { asNumber, asRecord, asText } from "../row-values.ts";
import { bounds, type Window, within } from "./window.ts";

/** A window in which an instance of a control was found in breach, by the newest revision of its data. */
export interface BreachWindow extends Window {
  readonly instance: Labels;
}

/** More windows of one record are not told apart. */
const WINDOWS_MAX = 20_000;

/** Breaches of one control for one system by the end of their windows, the oldest first; at most 20,000. */
export async function readBreachWindows(
  read: Read,
  of: Window & { readonly control: string; readonly system: string },
): Promise<readonly BreachWindow[]> {
  const rows = await read(
    "evaluations.breaches",
    `SELECT labels, toUnixTimestamp64Milli(start), toUnixTimestamp64Milli(window_end) FROM (
       SELECT instance_key, window_end, any(instance) AS labels, any(window_start) AS start,
         argMax(toString(verdict), (data_revision, evaluated_at)) AS said
       FROM evaluations_v1
       WHERE control = {control:String} AND ${within("window_end")} AND instance['system'] = {system:String}
       GROUP BY instance_key, window_end)
     WHERE said = 'breach' ORDER BY window_end, instance_key LIMIT {most:UInt32}`,
    { ...bounds(of), control: of.control, system: of.system, most: WINDOWS_MAX },
  );
  return rows.map(([instance, start, end]) => ({
    instance: asRecord(instance, asText),
    fromMs: asNumber(start),
    toMs: asNumber(end),
  }));
}
