import type { AttributeValue } from "@tiltmeter/sdk/wire/attribute-value";
import {
  Allowance,
  type DecodedLogs,
  type DecodedRecord,
  isScopeText,
  type MutableAttributes,
  nanosToMs,
  noAttributes,
  RequestCount,
  type Scope,
} from "./decoded.ts";
import { parseJson } from "./json-text.ts";
import { show } from "./show.ts";
import { Undecodable } from "./undecodable.ts";

type JsonObject = { readonly [key: string]: unknown };

/**
 * OTLP/JSON: lowerCamelCase as OTLP says, and proto3's other spellings: snake_case names, 64-bit
 * integers as text or number, "NaN" and "Infinity" as text, ids in hexadecimal or base64. Unknown
 * fields are skipped, null is absent, another type is malformed.
 */
export function decodeLogsJson(body: Uint8Array): DecodedLogs {
  const count = new RequestCount();
  const request = object(parseJson(body), "the request");
  return {
    groups: list(request, "resourceLogs", "resource_logs").map((item) =>
      resourceLogs(object(item, "resourceLogs"), count),
    ),
  };
}

function resourceLogs(of: JsonObject, count: RequestCount): DecodedLogs["groups"][number] {
  count.group();
  const allowance = new Allowance("resource");
  const resource = attributes(object(of["resource"] ?? {}, "resource"), allowance);
  const records: DecodedRecord[] = [];
  for (const item of list(of, "scopeLogs", "scope_logs")) {
    count.group();
    const logs = object(item, "scopeLogs");
    const scope = scopeOf(logs);
    for (const record of list(logs, "logRecords", "log_records")) {
      count.record();
      records.push(logRecord(object(record, "logRecords"), scope));
    }
  }
  return { resource, problem: allowance.problem, records };
}

function scopeOf(of: JsonObject): Scope {
  const scope = object(of["scope"] ?? {}, "scope");
  const text = (value: unknown, name: string): string => {
    const found = string(value ?? "", name);
    return isScopeText(Buffer.byteLength(found)) ? found : "";
  };
  return {
    name: text(scope["name"], "name"),
    version: text(scope["version"], "version"),
    schemaUrl: text(either(of, "schemaUrl", "schema_url"), "schemaUrl"),
  };
}

function logRecord(of: JsonObject, scope: Scope): DecodedRecord {
  const allowance = new Allowance("record");
  const kept = attributes(of, allowance);
  const timeMs = nanos(either(of, "timeUnixNano", "time_unix_nano"));
  const observed = nanos(either(of, "observedTimeUnixNano", "observed_time_unix_nano"));
  const eventName = string(either(of, "eventName", "event_name") ?? "", "eventName");
  const fits = allowance.size("event_name", Buffer.byteLength(eventName));
  return {
    eventName: fits ? eventName : "",
    timeMs: timeMs === 0 ? observed : timeMs,
    traceId: hexId(either(of, "traceId", "trace_id"), 16),
    spanId: hexId(either(of, "spanId", "span_id"), 8),
    attributes: kept,
    problem: allowance.problem,
    scope,
  };
}

function attributes(of: JsonObject, allowance: Allowance): MutableAttributes {
  const into = noAttributes();
  for (const item of list(of, "attributes", "attributes")) {
    const within = allowance.attribute();
    keyValue(item, into, allowance, 1, (key) => within || key === "event.name");
  }
  return into;
}

function keyValue(
  item: unknown,
  into: MutableAttributes,
  allowance: Allowance,
  depth: number,
  wanted: (key: string) => boolean,
): void {
  const pair = object(item, "an attribute");
  const given = string(pair["key"] ?? "", "key");
  const key = allowance.key(() => given, Buffer.byteLength(given)) ? given : "";
  const value = anyValue(pair["value"], allowance, key, depth, wanted(key));
  if (wanted(key)) into[key] = value;
}

function anyValue(
  item: unknown,
  allowance: Allowance,
  key: string,
  depth: number,
  wanted: boolean,
): AttributeValue {
  if (item === undefined || item === null || !wanted || !allowance.value(key, depth)) return null;
  const of = object(item, `the value of ${show(key)}`);
  const text = either(of, "stringValue", "string_value");
  if (text !== undefined) return bounded(string(text, "stringValue"), key, allowance);
  const flag = either(of, "boolValue", "bool_value");
  if (flag !== undefined) return boolean(flag);
  const whole = either(of, "intValue", "int_value");
  if (whole !== undefined) return integer(whole);
  const real = either(of, "doubleValue", "double_value");
  if (real !== undefined) return double(real);
  const bytes = either(of, "bytesValue", "bytes_value");
  if (bytes !== undefined) {
    const decoded = base64(string(bytes, "bytesValue"));
    return allowance.size(key, decoded.length) ? decoded : null;
  }
  const array = either(of, "arrayValue", "array_value");
  if (array !== undefined) {
    const items: AttributeValue[] = [];
    for (const inner of list(object(array, "arrayValue"), "values", "values")) {
      const value = anyValue(inner, allowance, key, depth + 1, allowance.problem === null);
      if (allowance.problem === null) items.push(value);
    }
    return items;
  }
  const map = either(of, "kvlistValue", "kvlist_value");
  if (map === undefined) return null;
  const into = noAttributes();
  for (const inner of list(object(map, "kvlistValue"), "values", "values")) {
    keyValue(inner, into, allowance, depth + 1, () => allowance.problem === null);
  }
  return into;
}

function either(of: JsonObject, camel: string, snake: string): unknown {
  return of[camel] ?? of[snake] ?? undefined;
}

function object(value: unknown, name: string): JsonObject {
  if (isObject(value)) return value;
  throw new Undecodable(`${name} must be an object, got ${show(value)}`);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function list(of: JsonObject, camel: string, snake: string): readonly unknown[] {
  const value = either(of, camel, snake) ?? [];
  if (Array.isArray(value)) return value;
  throw new Undecodable(`${camel} must be an array, got ${show(value)}`);
}

function string(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  throw new Undecodable(`${name} must be a string, got ${show(value)}`);
}

function boolean(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new Undecodable(`boolValue must be true or false, got ${show(value)}`);
}

function bounded(value: string, key: string, allowance: Allowance): string {
  return allowance.size(key, Buffer.byteLength(value)) ? value : "";
}

/** A number where 53 bits hold it, else a bigint. */
function integer(value: unknown): number | bigint {
  const exact = wholeNumber(value, /^-?\d{1,19}$/);
  if (exact === null || exact < -(2n ** 63n) || exact >= 2n ** 63n) {
    throw new Undecodable(`intValue must be a 64-bit integer, got ${show(value)}`);
  }
  const rounded = Number(exact);
  return Number.isSafeInteger(rounded) ? rounded : exact;
}

function wholeNumber(value: unknown, pattern: RegExp): bigint | null {
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : null;
  return typeof value === "string" && pattern.test(value) ? BigInt(value) : null;
}

function double(value: unknown): number {
  if (typeof value === "number") return value;
  if (value === "NaN" || value === "Infinity" || value === "-Infinity") return Number(value);
  if (typeof value === "string" && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value)) {
    return Number(value);
  }
  throw new Undecodable(`doubleValue must be a number, got ${show(value)}`);
}

function nanos(value: unknown): number {
  if (value === undefined) return 0;
  const exact = wholeNumber(value, /^\d{1,20}$/);
  if (exact === null || exact < 0n || exact >= 2n ** 64n) {
    throw new Undecodable(`a time must be Unix nanoseconds, got ${show(value)}`);
  }
  return nanosToMs(Number(exact >> 32n), Number(exact & 0xffff_ffffn));
}

/** A trace or span id: OTLP says hexadecimal, proto3 says base64. One of another length is as good as none. */
function hexId(value: unknown, bytes: number): string {
  const text = string(value ?? "", "an id");
  const hex = text.length === bytes * 2 && /^[0-9a-f]*$/i.test(text);
  const decoded = hex ? Buffer.from(text, "hex") : base64(text);
  if (decoded.length !== bytes || decoded.every((byte) => byte === 0)) return "";
  return Buffer.from(decoded).toString("hex");
}

function base64(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) {
    throw new Undecodable(`bytes must be base64, got ${show(text)}`);
  }
  return Uint8Array.from(Buffer.from(text, "base64"));
}
