import type { Attributes, AttributeValue, WireRecord } from "./attribute-value.ts";
import { INTEGER_ATTRIBUTES } from "./attributes.ts";
import { splitNanos } from "./nanos.ts";
import { ProtobufWriter } from "./protobuf-writer.ts";

/*
 * opentelemetry/proto/logs/v1/logs.proto 1.x, written by hand: the messages are few and frozen, and the
 * process that we are a guest in gets no protobuf runtime. Tags are (field number << 3) | wire type.
 */
const SCOPE_NAME = "@tiltmeter/sdk";
/** Deeper values are cut to null: the collector refuses them, and a circle would never end. */
const DEPTH_MAX = 16;

/**
 * Encodes records as one OTLP `ExportLogsServiceRequest`.
 *
 * Numbers travel as doubles, but for the names in INTEGER_ATTRIBUTES and bigints, which are int64;
 * null is an empty value. Lone surrogates become U+FFFD. Times are exact to the nanosecond that the
 * double carries; before 1970 they become 0, "unknown".
 */
export function encodeLogs(resource: Attributes, records: readonly WireRecord[]): Uint8Array {
  const writer = new ProtobufWriter();
  return joinLogs(writer, resource, [encodeRecords(writer, records)]);
}

/** Encodes a slice of records; `joinLogs` makes a request of slices, so that no slice blocks for long. */
export function encodeRecords(writer: ProtobufWriter, records: readonly WireRecord[]): Uint8Array {
  for (let index = records.length - 1; index >= 0; index -= 1) {
    const record = records[index];
    if (record === undefined) continue;
    const since = writer.length;
    writeRecord(writer, record);
    writer.header(0x12, since);
  }
  return writer.take();
}

/** One request of slices, each copied once. */
export function joinLogs(
  writer: ProtobufWriter,
  resource: Attributes,
  slices: readonly Uint8Array[],
): Uint8Array {
  const records = slices.reduce((sum, slice) => sum + slice.length, 0);
  const name = writer.length;
  writer.key(SCOPE_NAME);
  writer.header(0x0a, name);
  writer.header(0x0a, name);
  writer.header(0x12, name - records);
  const resourceMessage = writer.length;
  writeAttributes(writer, 0x0a, resource);
  writer.header(0x0a, resourceMessage);
  writer.header(0x0a, name - records);
  const head = writer.take();
  const request = new Uint8Array(head.length + records);
  request.set(head);
  let at = head.length;
  for (const slice of slices) {
    request.set(slice, at);
    at += slice.length;
  }
  return request;
}

function writeRecord(writer: ProtobufWriter, record: WireRecord): void {
  const name = writer.length;
  writer.key(record.eventName);
  writer.header(0x62, name);
  writeHex(writer, 0x52, record.spanId, 16);
  writeHex(writer, 0x4a, record.traceId, 32);
  writeAttributes(writer, 0x32, record.attributes);
  const time = splitNanos(record.timeMs);
  writer.fixed64(time.low, time.high);
  writer.byte(0x09);
}

function writeHex(writer: ProtobufWriter, tag: number, hex: string, digits: number): void {
  if (hex.length !== digits) return;
  for (let index = digits - 2; index >= 0; index -= 2) {
    writer.byte(Number.parseInt(hex.slice(index, index + 2), 16));
  }
  writer.varint(digits / 2);
  writer.byte(tag);
}

function writeAttributes(writer: ProtobufWriter, tag: number, attributes: Attributes): void {
  const keys = Object.keys(attributes);
  for (let index = keys.length - 1; index >= 0; index -= 1) {
    const key = keys[index];
    if (key === undefined) continue;
    writeKeyValue(writer, tag, key, attributes[key] ?? null, INTEGER_ATTRIBUTES.has(key), 0);
  }
}

function writeKeyValue(
  writer: ProtobufWriter,
  tag: number,
  key: string,
  value: AttributeValue,
  integer: boolean,
  depth: number,
): void {
  const since = writer.length;
  writeValue(writer, 0x12, value, integer, depth);
  const name = writer.length;
  writer.key(key);
  writer.header(0x0a, name);
  writer.header(tag, since);
}

function writeValue(
  writer: ProtobufWriter,
  tag: number,
  value: AttributeValue,
  integer: boolean,
  depth: number,
): void {
  const since = writer.length;
  if (typeof value === "string") {
    writer.string(value);
    writer.header(0x0a, since);
  } else if (typeof value === "number") {
    if (integer && Number.isSafeInteger(value) && !Object.is(value, -0)) {
      if (value >= 0) writer.varint(value);
      else writer.int64(BigInt(value));
      writer.byte(0x18);
    } else {
      writer.double(value);
      writer.byte(0x21);
    }
  } else if (typeof value === "boolean") {
    writer.byte(value ? 1 : 0);
    writer.byte(0x10);
  } else if (typeof value === "bigint") {
    writer.int64(value);
    writer.byte(0x18);
  } else if (value instanceof Uint8Array) {
    writer.bytes(value);
    writer.header(0x3a, since);
  } else if (value !== null && value !== undefined && depth < DEPTH_MAX) {
    writeNested(writer, value, integer, depth + 1);
    writer.header(isList(value) ? 0x2a : 0x32, since);
  }
  writer.header(tag, since);
}

function writeNested(
  writer: ProtobufWriter,
  value: readonly AttributeValue[] | Attributes,
  integer: boolean,
  depth: number,
): void {
  if (isList(value)) {
    for (let index = value.length - 1; index >= 0; index -= 1) {
      writeValue(writer, 0x0a, value[index] ?? null, integer, depth);
    }
    return;
  }
  const keys = Object.keys(value);
  for (let index = keys.length - 1; index >= 0; index -= 1) {
    const key = keys[index];
    if (key === undefined) continue;
    writeKeyValue(writer, 0x0a, key, value[key] ?? null, integer, depth);
  }
}

/** `Array.isArray` does not narrow a readonly array out of a union. */
function isList(value: readonly AttributeValue[] | Attributes): value is readonly AttributeValue[] {
  return Array.isArray(value);
}
