import { createHash } from "node:crypto";
import { canonicalJson } from "./canonical-json.ts";
import { leafHash } from "./merkle.ts";
import { type ColumnType, columnsOf } from "./row-columns.ts";

/** A row as it is exported, by column: plain JSON, see `encodeRow`. */
export type ExportedRow = Readonly<Record<string, unknown>>;

/** A row that does not have the columns that its table has, or a value that its column cannot hold. */
export class UnfitRow extends Error {
  override readonly name = "UnfitRow";
}

/**
 * The bytes of a stored row, from which its leaf is made: the version as one byte, the table's name, and
 * every column in order. Nothing of it depends on how an engine prints a value.
 *
 * Numbers are little-endian. `text`: length as u32, then UTF-8. `bool`: one byte. `f64`: IEEE 754, every
 * NaN as 7ff8000000000000. `micros`, `millis`: i64. `uuid`: 16 bytes as written. Nullable: 0, or 1 and the
 * value. Lists: length as u32, then the members. Maps: length as u32, then keys and values in turn, by the
 * bytes of the encoded key's content, ascending.
 *
 * As JSON a value is: text and uuid a string, bool a boolean; u16, u32 and i32 a number; u64, i64, micros
 * and millis digits in a string; f64 a number, or one of "NaN", "Infinity", "-Infinity", "-0"; a list an array;
 * a map an object. Throws `UnfitRow`.
 */
export function encodeRow(encoder: number, table: string, row: ExportedRow): Uint8Array {
  const columns = columnsOf(encoder)?.[table];
  if (columns === undefined) throw new UnfitRow(`encoder ${encoder} has no table ${table}`);
  const more = Object.keys(row).find((name) => !columns.some(([each]) => each === name));
  if (more !== undefined) throw new UnfitRow(`${table} has no column ${more}`);
  const parts: Uint8Array[] = [Uint8Array.of(encoder), text(table)];
  for (const [name, type] of columns) {
    try {
      parts.push(encode(type, Object.hasOwn(row, name) ? row[name] : undefined));
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new UnfitRow(`column ${name} of ${table}: ${why}`, { cause });
    }
  }
  return Buffer.concat(parts);
}

/** The leaf of a row in the tree of its seal: RFC 6962 over `encodeRow`. */
export function rowLeaf(encoder: number, table: string, row: ExportedRow): Uint8Array {
  return leafHash(encodeRow(encoder, table, row));
}

/** SHA-256 of the columns that an encoder knows, hex: what `schema` of a seal says. Throws where it is unknown. */
export function schemaDigest(encoder: number): string {
  const columns = columnsOf(encoder);
  if (columns === null) throw new UnfitRow(`encoder ${encoder} is unknown`);
  return createHash("sha256").update(canonicalJson(columns)).digest("hex");
}

function encode(type: ColumnType, value: unknown): Uint8Array {
  if (typeof type === "object") return encodeCompound(type, value);
  switch (type) {
    case "text":
      if (typeof value !== "string") throw unfit("a string", value);
      return text(value);
    case "bool":
      if (typeof value !== "boolean") throw unfit("true or false", value);
      return Uint8Array.of(value ? 1 : 0);
    case "f64":
      return float(value);
    case "u16":
    case "u32":
    case "i32":
      if (typeof value !== "number" || !Number.isSafeInteger(value)) throw unfit(type, value);
      return integer(type, BigInt(value));
    case "u64":
    case "i64":
    case "micros":
    case "millis":
      if (typeof value !== "string" || !/^(0|-?[1-9]\d{0,19})$/.test(value)) {
        throw unfit("digits", value);
      }
      return integer(type === "u64" ? "u64" : "i64", BigInt(value));
    case "uuid":
      if (typeof value !== "string" || !UUID.test(value)) throw unfit("a UUID", value);
      return Buffer.from(value.replaceAll("-", ""), "hex");
  }
}

function encodeCompound(type: Exclude<ColumnType, string>, value: unknown): Uint8Array {
  if ("nullable" in type) {
    return value === null
      ? Uint8Array.of(0)
      : Buffer.concat([Uint8Array.of(1), encode(type.nullable, value)]);
  }
  if ("list" in type) {
    if (!Array.isArray(value)) throw unfit("a list", value);
    return Buffer.concat([length(value), ...value.map((each) => encode(type.list, each))]);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw unfit("a map", value);
  }
  const [keyType, valueType] = type.map;
  const members = Object.entries(value).map(([key, each]) => {
    const isText = keyType === "text";
    const name = isText ? key : Number(key);
    return { bytes: isText ? Buffer.from(key, "utf8") : EMPTY, name, each };
  });
  members.sort((a, b) => Buffer.compare(a.bytes, b.bytes) || Number(a.name) - Number(b.name) || 0);
  const encoded = members.flatMap(({ name, each }) => [
    encode(keyType, name),
    encode(valueType, each),
  ]);
  return Buffer.concat([length(members), ...encoded]);
}

function text(value: string): Uint8Array {
  const bytes = Buffer.from(value, "utf8");
  return Buffer.concat([length(bytes), bytes]);
}

function length(of: { readonly length: number }): Uint8Array {
  return integer("u32", BigInt(of.length));
}

function float(value: unknown): Uint8Array {
  const number = typeof value === "string" ? FLOATS.get(value) : value;
  if (typeof number !== "number" || (typeof value === "number" && !Number.isFinite(value))) {
    throw unfit("a number", value);
  }
  const bytes = Buffer.alloc(8);
  if (Number.isNaN(number)) bytes.writeBigUInt64LE(NAN_BITS);
  else bytes.writeDoubleLE(number);
  return bytes;
}

const WIDTHS = { u16: 16, u32: 32, i32: 32, u64: 64, i64: 64 } as const;

function integer(type: keyof typeof WIDTHS, value: bigint): Uint8Array {
  const bits = WIDTHS[type];
  const isSigned = type.startsWith("i");
  const held = isSigned ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
  if (held !== value) throw unfit(type, value);
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, value));
  return bytes.subarray(0, bits / 8);
}

function unfit(wanted: string, value: unknown): TypeError {
  const shown = typeof value === "bigint" ? String(value) : JSON.stringify(value)?.slice(0, 60);
  return new TypeError(`must be ${wanted}, got ${shown}`);
}

const EMPTY = Buffer.alloc(0);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NAN_BITS = 0x7ff8000000000000n;
const FLOATS: ReadonlyMap<string, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  // Canonical JSON has one zero.
  ["-0", -0],
]);
