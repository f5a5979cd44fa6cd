import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import { text, word } from "./json-text.ts";

/** Who sent a record, in the columns that most tables share. */
export const SENDER_COLUMNS = [
  "environment",
  "system_version",
  "producer",
  "seq",
  "trace_id",
  "span_id",
] as const;

export function senderValues({ origin, seq, traceId, spanId }: Telemetry): string {
  const who = `${word(origin.environment)},${word(origin.systemVersion)},${word(origin.producer)}`;
  return `${who},${seq},${text(traceId)},${text(spanId)}`;
}
