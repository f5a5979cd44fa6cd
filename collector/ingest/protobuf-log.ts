import type { ReadItem } from "./decode-protobuf.ts";
import { Allowance, type DecodedRecord, noAttributes, SAMPLED } from "./decoded.ts";
import type { PlainReader } from "./plain/plain-reader.ts";
import { attribute } from "./protobuf-attributes.ts";
import {
  BYTES,
  enter,
  FIXED32,
  FIXED64,
  hexId,
  known,
  leave,
  nanos,
  nextField,
  tag,
  text,
} from "./protobuf-fields.ts";

// Field numbers: opentelemetry-proto 1.x, logs/v1.
const LOG_RECORD = {
  time: tag(1, FIXED64),
  attributes: tag(6, BYTES),
  flags: tag(8, FIXED32),
  traceId: tag(9, BYTES),
  spanId: tag(10, BYTES),
  observedTime: tag(11, FIXED64),
  eventName: tag(12, BYTES),
} as const;
const LOG_RECORD_FIELDS = known(LOG_RECORD);

/** Reads one log record, unless `plain` takes it. */
export function logReader(plain: PlainReader | null): ReadItem<DecodedRecord> {
  if (plain === null) return logRecord;
  return (reader, scope, into, count) => {
    const start = reader.pos;
    const size = reader.uint32();
    const end = reader.pos + size;
    if (end <= reader.len && plain.take(reader.pos, end, count.records)) {
      count.record();
      reader.pos = end;
      return;
    }
    reader.pos = start;
    logRecord(reader, scope, into, count);
  };
}

const logRecord: ReadItem<DecodedRecord> = (reader, scope, into, count) => {
  count.record();
  const allowance = new Allowance("record");
  const attributes = noAttributes();
  let eventName = "";
  let timeMs = 0;
  let observedMs = 0;
  let traceId = "";
  let spanId = "";
  let flags = 0;
  const outer = enter(reader);
  for (;;) {
    const field = nextField(reader, LOG_RECORD_FIELDS);
    if (field === 0) break;
    switch (field) {
      case LOG_RECORD.time:
        timeMs = nanos(reader);
        break;
      case LOG_RECORD.observedTime:
        observedMs = nanos(reader);
        break;
      case LOG_RECORD.attributes:
        attribute(reader, attributes, allowance);
        break;
      case LOG_RECORD.traceId:
        traceId = hexId(reader, 16);
        break;
      case LOG_RECORD.spanId:
        spanId = hexId(reader, 8);
        break;
      case LOG_RECORD.flags:
        flags = reader.fixed32();
        break;
      default:
        eventName = text(reader, (bytes) => allowance.size("event_name", bytes));
    }
  }
  leave(reader, outer);
  into.push({
    eventName,
    timeMs: timeMs === 0 ? observedMs : timeMs,
    traceId,
    spanId,
    attributes,
    isSampled: (flags & SAMPLED) !== 0,
    problem: allowance.problem,
    scope,
  });
};
