import type { AttributeValue } from "@tiltmeter/sdk/wire/attribute-value";
import protobuf from "protobufjs/minimal.js";
import {
  Allowance,
  type DecodedLogs,
  type DecodedRecord,
  isScopeText,
  type MutableAttributes,
  NO_SCOPE,
  noAttributes,
  RequestCount,
  type Scope,
} from "./decoded.ts";
import {
  BYTES,
  enter,
  FIXED64,
  hexId,
  integer,
  keyPrefix,
  known,
  leave,
  nanos,
  nextField,
  type Reader,
  skip,
  tag,
  text,
  VARINT,
} from "./protobuf-fields.ts";
import { Undecodable } from "./undecodable.ts";

// Field numbers: opentelemetry-proto 1.x, collector/logs/v1, logs/v1, resource/v1, common/v1.
const REQUEST = known({ resourceLogs: tag(1, BYTES) });
const RESOURCE_LOGS = { resource: tag(1, BYTES), scopeLogs: tag(2, BYTES) } as const;
const RESOURCE = known({ attributes: tag(1, BYTES) });
const SCOPE_LOGS = {
  scope: tag(1, BYTES),
  logRecords: tag(2, BYTES),
  schemaUrl: tag(3, BYTES),
} as const;
const SCOPE = { name: tag(1, BYTES), version: tag(2, BYTES) } as const;
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
const LIST = known({ values: tag(1, BYTES) });
const SCOPE_LOGS_FIELDS = known(SCOPE_LOGS);
const SCOPE_FIELDS = known(SCOPE);
const RESOURCE_LOGS_FIELDS = known(RESOURCE_LOGS);
const LOG_RECORD_FIELDS = known(LOG_RECORD);
const KEY_VALUE_FIELDS = known(KEY_VALUE);
const ANY_VALUE_FIELDS = known(ANY_VALUE);

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
    while (nextField(reader, REQUEST) !== 0) groups.push(resourceLogs(reader, count));
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
  const outer = enter(reader);
  for (;;) {
    const field = nextField(reader, RESOURCE_LOGS_FIELDS);
    if (field === 0) break;
    const around = enter(reader);
    if (field === RESOURCE_LOGS.resource) {
      while (nextField(reader, RESOURCE) !== 0) attribute(reader, resource, allowance);
    } else {
      count.group();
      scopeLogs(reader, count, records);
    }
    leave(reader, around);
  }
  leave(reader, outer);
  return { resource, problem: allowance.problem, records };
}

function scopeLogs(reader: Reader, count: RequestCount, into: DecodedRecord[]): void {
  // The schema's address comes after the records that it is of.
  const scope = { ...NO_SCOPE };
  for (;;) {
    const field = nextField(reader, SCOPE_LOGS_FIELDS);
    if (field === 0) return;
    if (field === SCOPE_LOGS.logRecords) {
      count.record();
      into.push(logRecord(reader, scope));
    } else if (field === SCOPE_LOGS.schemaUrl) {
      scope.schemaUrl = text(reader, isScopeText);
    } else {
      const outer = enter(reader);
      for (let part = nextField(reader, SCOPE_FIELDS); part !== 0; ) {
        if (part === SCOPE.name) scope.name = text(reader, isScopeText);
        else scope.version = text(reader, isScopeText);
        part = nextField(reader, SCOPE_FIELDS);
      }
      leave(reader, outer);
    }
  }
}

function logRecord(reader: Reader, scope: Scope): DecodedRecord {
  const allowance = new Allowance("record");
  const attributes = noAttributes();
  let eventName = "";
  let timeMs = 0;
  let observedMs = 0;
  let traceId = "";
  let spanId = "";
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
      default:
        eventName = text(reader, (bytes) => allowance.size("event_name", bytes));
    }
  }
  leave(reader, outer);
  return {
    eventName,
    timeMs: timeMs === 0 ? observedMs : timeMs,
    traceId,
    spanId,
    attributes,
    problem: allowance.problem,
    scope,
  };
}

/** Reads one top-level attribute. Beyond the limit only `event.name` is kept: it says whose record it is. */
function attribute(reader: Reader, into: MutableAttributes, allowance: Allowance): void {
  keyValue(reader, into, allowance, 1, allowance.attribute() ? "any" : "event.name");
}

/** `wanted`: which keys are kept; the others' values are skipped. */
function keyValue(
  reader: Reader,
  into: MutableAttributes,
  allowance: Allowance,
  depth: number,
  wanted: "any" | "event.name" | "none",
): void {
  let key: string | null = null;
  let value: AttributeValue = null;
  // Almost every encoder writes the key first; where one does not, the value is gone back to.
  let valueAt = -1;
  const isWanted = (name: string): boolean =>
    wanted === "any" || (wanted === "event.name" && name === wanted);
  const outer = enter(reader);
  for (;;) {
    const field = nextField(reader, KEY_VALUE_FIELDS);
    if (field === 0) break;
    if (field === KEY_VALUE.key) {
      key = text(reader, (bytes) => allowance.key(() => keyPrefix(reader), bytes));
    } else if (key !== null) {
      value = anyValue(reader, allowance, key, depth, isWanted(key));
    } else {
      valueAt = reader.pos;
      skip(reader);
    }
  }
  const name = key ?? "";
  if (valueAt >= 0) {
    const end = reader.pos;
    reader.pos = valueAt;
    value = anyValue(reader, allowance, name, depth, isWanted(name));
    reader.pos = end;
  }
  leave(reader, outer);
  if (isWanted(name)) into[name] = value;
}

function anyValue(
  reader: Reader,
  allowance: Allowance,
  key: string,
  depth: number,
  wanted: boolean,
): AttributeValue {
  if (!wanted || !allowance.value(key, depth)) {
    skip(reader);
    return null;
  }
  let value: AttributeValue = null;
  const outer = enter(reader);
  for (;;) {
    const field = nextField(reader, ANY_VALUE_FIELDS);
    if (field === 0) break;
    switch (field) {
      case ANY_VALUE.string:
        value = text(reader, (bytes) => allowance.size(key, bytes));
        break;
      case ANY_VALUE.bool:
        value = reader.bool();
        break;
      case ANY_VALUE.int:
        value = integer(reader);
        break;
      case ANY_VALUE.double:
        value = reader.double();
        break;
      case ANY_VALUE.array:
        value = array(reader, allowance, key, depth);
        break;
      case ANY_VALUE.map:
        value = map(reader, allowance, depth);
        break;
      default: {
        const bytes = reader.bytes();
        if (allowance.size(key, bytes.length)) value = Uint8Array.from(bytes);
      }
    }
  }
  leave(reader, outer);
  return value;
}

function array(
  reader: Reader,
  allowance: Allowance,
  key: string,
  depth: number,
): readonly AttributeValue[] {
  const items: AttributeValue[] = [];
  const outer = enter(reader);
  while (nextField(reader, LIST) !== 0) {
    const item = anyValue(reader, allowance, key, depth + 1, allowance.problem === null);
    if (allowance.problem === null) items.push(item);
  }
  leave(reader, outer);
  return items;
}

function map(reader: Reader, allowance: Allowance, depth: number): MutableAttributes {
  const entries = noAttributes();
  const outer = enter(reader);
  while (nextField(reader, LIST) !== 0) {
    keyValue(reader, entries, allowance, depth + 1, allowance.problem === null ? "any" : "none");
  }
  leave(reader, outer);
  return entries;
}
