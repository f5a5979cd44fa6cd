import { durationMs } from "../control/quantity.ts";

/** `+2h`, `-30m` or `2h` in milliseconds; null where the text is no duration. */
export function signedDurationMs(text: string): number | null {
  const match = /^([+-]?)(\S+)$/.exec(text);
  const ms = durationMs(match?.[2] ?? "");
  return ms === null ? null : match?.[1] === "-" ? -ms : ms;
}
