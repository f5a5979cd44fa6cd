import type { ReadItem } from "./decode-json.ts";
import {
  Allowance,
  type DecodedSpan,
  isScopeText,
  type MutableAttributes,
  noAttributes,
  type SpanEvent,
} from "./decoded.ts";
import { isEventKey, isEventName, isSpanKey } from "./dialects/span-keys.ts";
import { keyValue } from "./json-attributes.ts";
import { either, hexId, type JsonObject, list, nanos, object, string } from "./json-fields.ts";
import { LIMITS } from "./limits.ts";

/** Reads one span: of its attributes and events only what a dialect reads. */
export const span: ReadItem<DecodedSpan> = (of, scope, into, count) => {
  count.record();
  const allowance = new Allowance("record");
  into.push({
    traceId: hexId(either(of, "traceId", "trace_id"), 16),
    spanId: hexId(either(of, "spanId", "span_id"), 8),
    parentSpanId: hexId(either(of, "parentSpanId", "parent_span_id"), 8),
    name: shortText(of["name"]),
    startMs: nanos(either(of, "startTimeUnixNano", "start_time_unix_nano")),
    endMs: nanos(either(of, "endTimeUnixNano", "end_time_unix_nano")),
    isError: isErrorStatus(object(of["status"] ?? {}, "status")),
    attributes: told(of, allowance, isSpanKey),
    events: events(of, allowance),
    scope,
  });
};

function shortText(value: unknown): string {
  const found = string(value ?? "", "name");
  return isScopeText(Buffer.byteLength(found)) ? found : "";
}

function told(
  of: JsonObject,
  allowance: Allowance,
  wanted: (key: string) => boolean,
): MutableAttributes {
  const into = noAttributes();
  for (const item of list(of, "attributes", "attributes")) {
    keyValue(item, into, allowance, 1, wanted);
    allowance.forgive();
  }
  return into;
}

function events(of: JsonObject, allowance: Allowance): readonly SpanEvent[] {
  const into: SpanEvent[] = [];
  for (const item of list(of, "events", "events")) {
    const event = object(item, "events");
    const name = shortText(event["name"]);
    const attributes = told(event, allowance, isEventKey);
    if (isEventName(name) && into.length < LIMITS.spanEvents) into.push({ name, attributes });
  }
  return into;
}

/** OTLP/JSON writes numbers; proto3's other spelling is the name. */
function isErrorStatus(status: JsonObject): boolean {
  const code = status["code"] ?? 0;
  if (typeof code === "number") return code === 2;
  return string(code, "code") === "STATUS_CODE_ERROR";
}
