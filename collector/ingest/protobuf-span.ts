import type { ReadItem } from "./decode-protobuf.ts";
import {
  Allowance,
  type DecodedSpan,
  isScopeText,
  noAttributes,
  type SpanEvent,
} from "./decoded.ts";
import { isEventKey, isEventName, isSpanKey } from "./dialects/span-keys.ts";
import { LIMITS } from "./limits.ts";
import { keyValue } from "./protobuf-attributes.ts";
import {
  BYTES,
  enter,
  FIXED64,
  hexId,
  known,
  leave,
  nanos,
  nextField,
  type Reader,
  tag,
  text,
  VARINT,
} from "./protobuf-fields.ts";

// Field numbers: opentelemetry-proto 1.x, trace/v1.
const SPAN = {
  traceId: tag(1, BYTES),
  spanId: tag(2, BYTES),
  parentSpanId: tag(4, BYTES),
  name: tag(5, BYTES),
  start: tag(7, FIXED64),
  end: tag(8, FIXED64),
  attributes: tag(9, BYTES),
  events: tag(11, BYTES),
  status: tag(15, BYTES),
} as const;
const SPAN_FIELDS = known(SPAN);
const EVENT = { name: tag(2, BYTES), attributes: tag(3, BYTES) } as const;
const EVENT_FIELDS = known(EVENT);
const STATUS_FIELDS = known({ code: tag(3, VARINT) });
const ERROR = 2;

/** Reads one span: of its attributes and events only what a dialect reads. */
export const span: ReadItem<DecodedSpan> = (reader, scope, into, count) => {
  count.record();
  const allowance = new Allowance("record");
  const attributes = noAttributes();
  const events: SpanEvent[] = [];
  let [traceId, spanId, parentSpanId, name] = ["", "", "", ""];
  let [startMs, endMs] = [0, 0];
  let isError = false;
  const outer = enter(reader);
  for (;;) {
    const field = nextField(reader, SPAN_FIELDS);
    if (field === 0) break;
    switch (field) {
      case SPAN.traceId:
        traceId = hexId(reader, 16);
        break;
      case SPAN.spanId:
        spanId = hexId(reader, 8);
        break;
      case SPAN.parentSpanId:
        parentSpanId = hexId(reader, 8);
        break;
      case SPAN.name:
        name = text(reader, isScopeText);
        break;
      case SPAN.start:
        startMs = nanos(reader);
        break;
      case SPAN.end:
        endMs = nanos(reader);
        break;
      case SPAN.attributes:
        keyValue(reader, attributes, allowance, 1, isSpanKey);
        allowance.forgive();
        break;
      case SPAN.events:
        spanEvent(reader, allowance, events);
        break;
      default:
        isError = isErrorStatus(reader);
    }
  }
  leave(reader, outer);
  into.push({
    ...{ traceId, spanId, parentSpanId, name, startMs, endMs, isError },
    ...{ attributes, events, scope },
  });
};

function spanEvent(reader: Reader, allowance: Allowance, into: SpanEvent[]): void {
  const attributes = noAttributes();
  let name = "";
  const outer = enter(reader);
  for (;;) {
    const field = nextField(reader, EVENT_FIELDS);
    if (field === 0) break;
    if (field === EVENT.name) name = text(reader, isScopeText);
    else keyValue(reader, attributes, allowance, 1, isEventKey);
    allowance.forgive();
  }
  leave(reader, outer);
  if (isEventName(name) && into.length < LIMITS.spanEvents) into.push({ name, attributes });
}

function isErrorStatus(reader: Reader): boolean {
  let code = 0;
  const outer = enter(reader);
  while (nextField(reader, STATUS_FIELDS) !== 0) code = reader.int32();
  leave(reader, outer);
  return code === ERROR;
}
