import type { AttributeValue } from "@tiltmeter/sdk/wire/attribute-value";
import protobuf from "protobufjs/minimal.js";
import {
  Allowance,
  type DecodedLogs,
  type DecodedRecord,
  type MutableAttributes,
  noAttributes,
  RequestCount,
} from "./decoded.ts";
import {
  BYTES,
  FIXED64,
  fields,
  hexId,
  integer,
  keyPrefix,
  message,
  nanos,
  type Reader,
  tag,
  text,
  VARINT,
} from "./protobuf-fields.ts";
import { Undecodable } from "./undecodable.ts";

// Field numbers: opentelemetry-proto 1.x, collector/logs/v1, logs/v1, resource/v1, common/v1.
const REQUEST = { resourceLogs: tag(1, BYTES) } as const;
const RESOURCE_LOGS = { resource: tag(1, BYTES), scopeLogs: tag(2, BYTES) } as const;
const RESOURCE = { attributes: tag(1, BYTES) } as const;
const SCOPE_LOGS = { logRecords: tag(2, BYTES) } as const;
const LOG_RECORD = {
  time: tag(1, FIXED64),
  attributes: tag(6, BYTES),
  traceId: tag(9, BYTES),
  spanId: tag(10, BYTES),
  observedTime: tag(11, FIXED64),
  eventName: tag(12, BYTES),
} as const;
const KEY_VALUE = { key: tag(1, BYTES), value: tag(2, BYTES) } as const;
const ANY_VALUE = {
  string: tag(1, BYTES),
  bool: tag(2, VARINT),
  int: tag(3, VARINT),
  double: tag(4, FIXED64),
  array: tag(5, BYTES),
  map: tag(6, BYTES),
  bytes: tag(7, BYTES),
} as const;
const LIST = { values: tag(1, BYTES) } as const;

/**
 * Our own walk over protobufjs' wire primitives, without reflection: fields that we do not use are
 * skipped unread, nesting is bounded, and a limit holds before anything is kept. Reading never
 * leaves the message that declares it.
 */
export function decodeLogsProtobuf(body: Uint8Array): DecodedLogs {
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const reader = protobuf.Reader.create(buffer);
  const count = new RequestCount();
  const groups: DecodedLogs["groups"][number][] = [];
  try {
    fields(reader, REQUEST, (field) => {
      if (field === REQUEST.resourceLogs) groups.push(resourceLogs(reader, count));
    });
  } catch (error) {
    if (error instanceof RangeError || (error instanceof Error && error.name === "Error")) {
      // The reader's own complaints: an index out of range, a wire type that does not exist.
      throw new Undecodable(`malformed protobuf near byte ${reader.pos}: ${error.message}`, {
        cause: error,
      });
    }
    throw error;
  }
  return { groups };
}

function resourceLogs(reader: Reader, count: RequestCount): DecodedLogs["groups"][number] {
  count.group();
  const allowance = new Allowance("resource");
  const resource = noAttributes();
  const records: DecodedRecord[] = [];
  message(reader, RESOURCE_LOGS, (field) => {
    if (field === RESOURCE_LOGS.resource) {
      message(reader, RESOURCE, () => attribute(reader, resource, allowance));
    } else {
      count.group();
      message(reader, SCOPE_LOGS, () => {
        count.record();
        records.push(logRecord(reader));
      });
    }
  });
  return { resource, problem: allowance.problem, records };
}

function logRecord(reader: Reader): DecodedRecord {
  const allowance = new Allowance("record");
  const attributes = noAttributes();
  let eventName = "";
  let timeMs = 0;
  let observedMs = 0;
  let traceId = "";
  let spanId = "";
  message(reader, LOG_RECORD, (field) => {
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
      default:
        eventName = text(reader, (bytes) => allowance.size("event_name", bytes));
    }
  });
  return {
    eventName,
    timeMs: timeMs === 0 ? observedMs : timeMs,
    traceId,
    spanId,
    attributes,
    problem: allowance.problem,
  };
}

/** Reads one top-level attribute. Beyond the limit only `event.name` is kept: it says whose record it is. */
function attribute(reader: Reader, into: MutableAttributes, allowance: Allowance): void {
  const within = allowance.attribute();
  keyValue(reader, into, allowance, 1, (key) => within || key === "event.name");
}

function keyValue(
  reader: Reader,
  into: MutableAttributes,
  allowance: Allowance,
  depth: number,
  wanted: (key: string) => boolean,
): void {
  let key = "";
  // Almost every encoder writes the key first; one that does not is read a second time for its value.
  let valueAt = -1;
  let value: AttributeValue = null;
  let hasKey = false;
  message(reader, KEY_VALUE, (field) => {
    if (field === KEY_VALUE.key) {
      key = text(reader, (bytes) => allowance.key(() => keyPrefix(reader), bytes));
      hasKey = true;
    } else if (hasKey) {
      value = anyValue(reader, allowance, key, depth, wanted(key));
    } else {
      valueAt = reader.pos;
      reader.skip(reader.uint32());
    }
  });
  if (valueAt >= 0) {
    const end = reader.pos;
    reader.pos = valueAt;
    value = anyValue(reader, allowance, key, depth, wanted(key));
    reader.pos = end;
  }
  if (wanted(key)) into[key] = value;
}

function anyValue(
  reader: Reader,
  allowance: Allowance,
  key: string,
  depth: number,
  wanted: boolean,
): AttributeValue {
  if (!wanted || !allowance.value(key, depth)) {
    reader.skip(reader.uint32());
    return null;
  }
  let value: AttributeValue = null;
  message(reader, ANY_VALUE, (field) => {
    switch (field) {
      case ANY_VALUE.string:
        value = text(reader, (bytes) => allowance.size(key, bytes));
        break;
      case ANY_VALUE.bool:
        value = reader.bool();
        break;
      case ANY_VALUE.int:
        value = integer(reader.int64());
        break;
      case ANY_VALUE.double:
        value = reader.double();
        break;
      case ANY_VALUE.array: {
        const items: AttributeValue[] = [];
        message(reader, LIST, () => {
          const item = anyValue(reader, allowance, key, depth + 1, allowance.problem === null);
          if (allowance.problem === null) items.push(item);
        });
        value = items;
        break;
      }
      case ANY_VALUE.map: {
        const map = noAttributes();
        message(reader, LIST, () =>
          keyValue(reader, map, allowance, depth + 1, () => allowance.problem === null),
        );
        value = map;
        break;
      }
      default: {
        const bytes = reader.bytes();
        if (allowance.size(key, bytes.length)) value = Uint8Array.from(bytes);
      }
    }
  });
  return value;
}
