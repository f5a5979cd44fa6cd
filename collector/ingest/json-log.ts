import type { ReadItem } from "./decode-json.ts";
import { Allowance, type DecodedRecord, SAMPLED } from "./decoded.ts";
import { attributes } from "./json-attributes.ts";
import { either, hexId, nanos, string, wholeFrom0 } from "./json-fields.ts";

/** Reads one log record. */
export const logRecord: ReadItem<DecodedRecord> = (of, scope, into, count) => {
  count.record();
  const allowance = new Allowance("record");
  const kept = attributes(of, allowance);
  const timeMs = nanos(either(of, "timeUnixNano", "time_unix_nano"));
  const observed = nanos(either(of, "observedTimeUnixNano", "observed_time_unix_nano"));
  const eventName = string(either(of, "eventName", "event_name") ?? "", "eventName");
  const fits = allowance.size("event_name", Buffer.byteLength(eventName));
  into.push({
    eventName: fits ? eventName : "",
    timeMs: timeMs === 0 ? observed : timeMs,
    traceId: hexId(either(of, "traceId", "trace_id"), 16),
    spanId: hexId(either(of, "spanId", "span_id"), 8),
    attributes: kept,
    isSampled: (wholeFrom0(of["flags"], "flags") & SAMPLED) !== 0,
    problem: allowance.problem,
    scope,
  });
};
