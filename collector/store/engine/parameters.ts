/** A value that a `{name:Type}` place of a statement can take. */
export type Parameter =
  | string
  | number
  | bigint
  | boolean
  | null
  | Date
  | readonly Parameter[]
  | ReadonlyMap<string, Parameter>;

export type Parameters = Readonly<Record<string, Parameter>>;

/**
 * The text of a value as the engine reads it for a typed place: escaped as in a tab-separated file.
 *
 * Times keep their milliseconds, numbers their NaN and infinities. Nested texts are quoted. Throws
 * where the value is no `Parameter`: it comes through the client, which does not know the type.
 */
export function parameterText(value: unknown): string {
  if (value === null) return "\\N";
  if (typeof value === "string") return escaped(value);
  return nested(value);
}

function nested(value: unknown): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return `'${escaped(value)}'`;
  if (typeof value === "number") return numberText(value);
  if (typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (value instanceof Date) return (value.getTime() / 1000).toFixed(3).padStart(14, "0");
  if (Array.isArray(value)) return `[${value.map(nested).join(",")}]`;
  if (value instanceof Map) {
    return `{${[...value].map(([key, item]) => `${nested(key)}:${nested(item)}`).join(",")}}`;
  }
  throw new TypeError(`a parameter must be a Parameter, got ${typeof value}`);
}

/** JSON and SQL have no word for these three; the engine does. */
export function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  if (Number.isNaN(value)) return "nan";
  return value > 0 ? "inf" : "-inf";
}

function escaped(text: string): string {
  return text.replace(/[\\'\t\n\r\0\b\f]/g, (character) => ESCAPES[character] ?? character);
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "'": "\\'",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
  "\0": "\\0",
  "\b": "\\b",
  "\f": "\\f",
};
