import type protobuf from "protobufjs/minimal.js";
import { nanosToMs } from "./decoded.ts";
import { LIMITS } from "./limits.ts";
import { Undecodable } from "./undecodable.ts";

// The wire format under the messages: tags, bounds, and the few types that OTLP logs use.

export type Reader = protobuf.Reader;

export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;

/** A tag as it stands on the wire: field number and wire type. */
export function tag(field: number, wireType: number): number {
  return field * 8 + wireType;
}

/** Walks one length-delimited message; what it reads ends where the message ends. */
export function message(
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

/** Walks the fields up to the reader's end; `each` reads those that are known, with the wire type that they must have. */
export function fields(
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

/** A number where 53 bits hold it, else a bigint. */
export function integer(value: ReturnType<Reader["int64"]>): number | bigint {
  const rounded = value.high * 2 ** 32 + (value.low >>> 0);
  if (Number.isSafeInteger(rounded)) return rounded;
  return (BigInt(value.high) << 32n) + BigInt(value.low >>> 0);
}
