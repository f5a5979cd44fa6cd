import type { Range } from "../reads.ts";

const MINUTE_MS = 60_000;

/**
 * The range with the minutes that it cuts. Telemetry is summed up by minute: a range that splits one is
 * answered from every single record.
 */
export function wholeMinutes({ fromMs, toMs }: Range): Range {
  return {
    fromMs: Math.floor(fromMs / MINUTE_MS) * MINUTE_MS,
    toMs: Math.ceil(toMs / MINUTE_MS) * MINUTE_MS,
  };
}
