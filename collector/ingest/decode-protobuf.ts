import type { AttributeValue } from "@tiltmeter/sdk/wire/attribute-value";
import protobuf from "protobufjs/minimal.js";
import {
  Allowance,
  type DecodedLogs,
  type DecodedRecord,
  type MutableAttributes,
  nanosToMs,
  noAttributes,
  RequestCount,
} from "./decoded.ts";
import { LIMITS } from "./limits.ts";
import { Undecodable } from "./undecodable.ts";

type Reader = protobuf.Reader;

/** A tag as it stands on the wire: field number and wire type. */
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const tag = (field: number, wireType: number): number => field * 8 + wireType;

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
      key = text(reader, (bytes) => allowance.key(() => prefix(reader), bytes));
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

/** Walks one length-delimited message; what it reads ends where the message ends. */
function message(
  reader: Reader,
  known: Readonly<Record<string, number>>,
  each: (field: number) => void,
): void {
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > reader.len) {
    throw new Undecodable(
      `malformed protobuf: the message at byte ${reader.pos} declares ${length} bytes, ${reader.len - reader.pos} are left`,
    );
  }
  const outer = reader.len;
  reader.len = end;
  fields(reader, known, each);
  reader.len = outer;
}

function fields(
  reader: Reader,
  known: Readonly<Record<string, number>>,
  each: (field: number) => void,
): void {
  const tags = knownTags(known);
  while (reader.pos < reader.len) {
    const at = reader.pos;
    const field = reader.uint32();
    const expected = tags[field >>> 3];
    if (expected === field) each(field);
    else if (expected !== undefined || field < 8) {
      throw new Undecodable(
        `malformed protobuf: field ${field >>> 3} at byte ${at} has wire type ${field & 7}`,
      );
    } else reader.skipType(field & 7);
    if (reader.pos > reader.len) {
      throw new Undecodable(`malformed protobuf: the field at byte ${at} is cut off`);
    }
  }
}

const tagsOf = new WeakMap<object, readonly (number | undefined)[]>();

/** Field number → expected tag, made once for each message type. */
function knownTags(known: Readonly<Record<string, number>>): readonly (number | undefined)[] {
  let tags = tagsOf.get(known);
  if (tags === undefined) {
    const table: (number | undefined)[] = new Array(16).fill(undefined);
    for (const of of Object.values(known)) table[of >>> 3] = of;
    tags = table;
    tagsOf.set(known, tags);
  }
  return tags;
}

function text(reader: Reader, fits: (bytes: number) => boolean): string {
  const start = reader.pos;
  const length = reader.uint32();
  // Checked here, because the reader's own `string` stops at the end without a word.
  if (length > reader.len - reader.pos) {
    throw new Undecodable(`malformed protobuf: the text at byte ${start} is cut off`);
  }
  if (!fits(length)) {
    reader.skip(length);
    return "";
  }
  reader.pos = start;
  return reader.string();
}

/** The first bytes of a key that is too long to be read: enough for the reason that names it. */
function prefix(reader: Reader): string {
  return Buffer.from(reader.buf.subarray(reader.pos, reader.pos + LIMITS.keyBytes)).toString();
}

function nanos(reader: Reader): number {
  const low = reader.fixed32();
  return nanosToMs(reader.fixed32(), low);
}

/** A trace or span id; OTLP: one of another length, or all zero, is as good as none. */
function hexId(reader: Reader, length: number): string {
  const bytes = reader.bytes();
  if (bytes.length !== length || bytes.every((byte) => byte === 0)) return "";
  return Buffer.from(bytes).toString("hex");
}

/** A number where 53 bits hold it, else a bigint. */
function integer(value: ReturnType<Reader["int64"]>): number | bigint {
  const rounded = value.high * 2 ** 32 + (value.low >>> 0);
  if (Number.isSafeInteger(rounded)) return rounded;
  return (BigInt(value.high) << 32n) + BigInt(value.low >>> 0);
}
