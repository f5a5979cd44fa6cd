import { nanosToMs } from "./decoded.ts";
import { show } from "./show.ts";
import { Undecodable } from "./undecodable.ts";

/*
 * The few types that OTLP/JSON uses: lowerCamelCase as OTLP says, and proto3's other spellings: snake_case names,
 * 64-bit integers as text or number, "NaN" and "Infinity" as text, ids in hexadecimal or base64. Null is absent,
 * another type is malformed.
 */

export type JsonObject = { readonly [key: string]: unknown };

export function either(of: JsonObject, camel: string, snake: string): unknown {
  return of[camel] ?? of[snake] ?? undefined;
}

export function object(value: unknown, name: string): JsonObject {
  if (isObject(value)) return value;
  throw new Undecodable(`${name} must be an object, got ${show(value)}`);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function list(of: JsonObject, camel: string, snake: string): readonly unknown[] {
  const value = either(of, camel, snake) ?? [];
  if (Array.isArray(value)) return value;
  throw new Undecodable(`${camel} must be an array, got ${show(value)}`);
}

export function string(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  throw new Undecodable(`${name} must be a string, got ${show(value)}`);
}

export function boolean(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new Undecodable(`boolValue must be true or false, got ${show(value)}`);
}

/** A number where 53 bits hold it, else a bigint. */
export function integer(value: unknown): number | bigint {
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

export function double(value: unknown): number {
  if (typeof value === "number") return value;
  if (value === "NaN" || value === "Infinity" || value === "-Infinity") return Number(value);
  if (typeof value === "string" && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value)) {
    return Number(value);
  }
  throw new Undecodable(`doubleValue must be a number, got ${show(value)}`);
}

export function nanos(value: unknown): number {
  if (value === undefined) return 0;
  const exact = wholeNumber(value, /^\d{1,20}$/);
  if (exact === null || exact < 0n || exact >= 2n ** 64n) {
    throw new Undecodable(`a time must be Unix nanoseconds, got ${show(value)}`);
  }
  return nanosToMs(Number(exact >> 32n), Number(exact & 0xffff_ffffn));
}

/** A trace or span id: OTLP says hexadecimal, proto3 says base64. One of another length is as good as none. */
export function hexId(value: unknown, bytes: number): string {
  const text = string(value ?? "", "an id");
  const hex = text.length === bytes * 2 && /^[0-9a-f]*$/i.test(text);
  const decoded = hex ? Buffer.from(text, "hex") : base64(text);
  if (decoded.length !== bytes || decoded.every((byte) => byte === 0)) return "";
  return Buffer.from(decoded).toString("hex");
}

export function base64(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) {
    throw new Undecodable(`bytes must be base64, got ${show(text)}`);
  }
  return Uint8Array.from(Buffer.from(text, "base64"));
}

/** A whole number of 64 bits, to the nearest double. */
export function wholeNumberOf(value: unknown, name: string): number {
  const found = wholeNumber(value, /^-?\d{1,20}$/);
  if (found !== null && found >= -(2n ** 63n) && found < 2n ** 64n) return Number(found);
  throw new Undecodable(`${name} must be a whole number of 64 bits, got ${show(value)}`);
}

/** A whole number of 32 bits, 0 where absent. */
export function wholeFrom0(value: unknown, name: string): number {
  const found = wholeNumber(value ?? 0, /^\d{1,10}$/);
  if (found !== null && found >= 0n && found < 2n ** 32n) return Number(found);
  throw new Undecodable(`${name} must be a whole number of 32 bits, got ${show(value)}`);
}
