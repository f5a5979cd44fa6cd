import type { Columns, ColumnType } from "../../tlog/row-columns.ts";

/**
 * The leaf of a row in SQL, a fixed string of 32 bytes: SHA-256(0x00 ‖ what `encodeRow` makes of it).
 *
 * Computed where the rows lie: what is hashed is what is stored, and no column has to leave the engine.
 */
export function leafSql(encoder: number, table: string, columns: Columns): string {
  const parts = columns.flatMap(([name, type]) => pieces(type, name));
  return `SHA256(concat(char(0, ${encoder}), ${encoded("text", `'${table}'`)}, ${parts.join(", ")}))`;
}

/** The values of a row in SQL as `encodeRow` takes them from JSON. */
export function valueSql(columns: Columns): string {
  return columns.map(([name, type]) => exported(type, name)).join(", ");
}

/** What is joined to the encoding: every join of its own would copy the bytes once more. */
function pieces(type: ColumnType, value: string): readonly string[] {
  return type === "text" ? [size(value), `toString(${value})`] : [encoded(type, value)];
}

function encoded(type: ColumnType, value: string): string {
  if (typeof type === "object") {
    if ("nullable" in type) {
      const known = encoded(type.nullable, `assumeNotNull(${value})`);
      return `if(isNull(${value}), char(0), concat(char(1), ${known}))`;
    }
    if ("list" in type) {
      const members = `arrayMap(each -> ${encoded(type.list, "each")}, ${value})`;
      return `concat(${size(value)}, arrayStringConcat(${members}))`;
    }
    const [key, held] = type.map;
    const sorted = `mapSort(${value})`;
    const pair = `concat(${[...pieces(key, "k"), ...pieces(held, "v")].join(", ")})`;
    const members = `arrayMap((k, v) -> ${pair}, mapKeys(${sorted}), mapValues(${sorted}))`;
    return `concat(${size(value)}, arrayStringConcat(${members}))`;
  }
  switch (type) {
    case "text":
      return `concat(${pieces(type, value).join(", ")})`;
    case "f64":
      return `reinterpretAsFixedString(if(isNaN(${value}), ${NAN}, ${value}))`;
    case "micros":
      return `reinterpretAsFixedString(toUnixTimestamp64Micro(${value}))`;
    case "millis":
      return `reinterpretAsFixedString(toUnixTimestamp64Milli(${value}))`;
    case "uuid":
      return `UUIDStringToNum(toString(${value}))`;
    case "bool":
    case "u16":
    case "u32":
    case "u64":
    case "i32":
    case "i64":
      return `reinterpretAsFixedString(${value})`;
  }
}

/** The one NaN that is encoded, by its bits. */
const NAN = "reinterpretAsFloat64(unhex('000000000000F87F'))";

function size(value: string): string {
  return `reinterpretAsFixedString(toUInt32(length(${value})))`;
}

function exported(type: ColumnType, value: string): string {
  if (typeof type === "object") {
    if ("nullable" in type) {
      return `if(isNull(${value}), NULL, ${exported(type.nullable, `assumeNotNull(${value})`)})`;
    }
    if ("list" in type) return value;
    const [, held] = type.map;
    return held === "u64" || held === "i64"
      ? `mapApply((k, v) -> (k, toString(v)), ${value})`
      : value;
  }
  switch (type) {
    case "u64":
    case "i64":
      return `toString(${value})`;
    case "micros":
      return `toString(toUnixTimestamp64Micro(${value}))`;
    case "millis":
      return `toString(toUnixTimestamp64Milli(${value}))`;
    case "text":
    case "uuid":
    case "bool":
    case "f64":
    case "u16":
    case "u32":
    case "i32":
      return value;
  }
}
