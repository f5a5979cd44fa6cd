import type protobuf from "protobufjs/minimal.js";
import { nanosToMs } from "./decoded.ts";
import { LIMITS } from "./limits.ts";
import { Undecodable } from "./undecodable.ts";

// The wire format under the messages: tags, bounds, and the few types that OTLP logs use.

export type Reader = protobuf.Reader;

export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
export const FIXED32 = 5;

/** A field as it stands on the wire: its number and wire type in one. */
export function tag(field: number, wireType: number): number {
  return field * 8 + wireType;
}

/** The fields of a message that we read: number → tag. */
export type Known = readonly (number | undefined)[];

export function known(tags: Readonly<Record<string, number>>): Known {
  const table: (number | undefined)[] = new Array(16).fill(undefined);
  for (const each of Object.values(tags)) table[each >>> 3] = each;
  return table;
}

/** Goes into a length-delimited message: reading now ends where it ends. `leave` takes what this gives. */
export function enter(reader: Reader): number {
  const length = reader.uint32();
  const end = reader.pos + length;
  const outer = reader.len;
  if (end > outer) {
    throw new Undecodable(
      `malformed protobuf: the message at byte ${reader.pos} declares ${length} bytes, ${outer - reader.pos} are left`,
    );
  }
  reader.len = end;
  return outer;
}

export function leave(reader: Reader, outer: number): void {
  reader.len = outer;
}

/** The next field that is known, which must then be read; 0 at the end of the message. Others are skipped. */
export function nextField(reader: Reader, fields: Known): number {
  while (reader.pos < reader.len) {
    const at = reader.pos;
    const field = reader.uint32();
    const expected = fields[field >>> 3];
    if (expected === field) return field;
    if (expected !== undefined || field < 8) {
      throw new Undecodable(
        `malformed protobuf: field ${field >>> 3} at byte ${at} has wire type ${field & 7}`,
      );
    }
    reader.skipType(field & 7);
  }
  if (reader.pos > reader.len) {
    throw new Undecodable(`malformed protobuf: a field is cut off at byte ${reader.len}`);
  }
  return 0;
}

/** Skips a length-delimited field. */
export function skip(reader: Reader): void {
  reader.skip(reader.uint32());
}

/** Reads text that `fits`; skips it and gives `""` where it does not. */
export function text(reader: Reader, fits: (bytes: number) => boolean): string {
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
export function keyPrefix(reader: Reader): string {
  return Buffer.from(reader.buf.subarray(reader.pos, reader.pos + LIMITS.keyBytes)).toString();
}

/** A fixed64 of Unix nanoseconds, as milliseconds. */
export function nanos(reader: Reader): number {
  const low = reader.fixed32();
  return nanosToMs(reader.fixed32(), low);
}

/** A trace or span id; OTLP: one of another length, or all zero, is as good as none. */
export function hexId(reader: Reader, length: number): string {
  const bytes = reader.bytes();
  if (bytes.length !== length || bytes.every((byte) => byte === 0)) return "";
  return Buffer.from(bytes).toString("hex");
}

/** An unsigned integer of 64 bits, to the nearest double. */
export function integer64(reader: Reader): number {
  const low = reader.fixed32();
  return reader.fixed32() * 2 ** 32 + low;
}

/** A number where 53 bits hold it, else a bigint. */
export function integer(reader: Reader): number | bigint {
  const value = reader.int64();
  const rounded = value.high * 2 ** 32 + (value.low >>> 0);
  if (Number.isSafeInteger(rounded)) return rounded;
  return (BigInt(value.high) << 32n) + BigInt(value.low >>> 0);
}
