/** A value that a table holds. */
export type PlainValue = number | string | boolean | null;

const DEPTH_MAX = 16;

/** Puts the members of an object under names with this prefix: `outer.inner`. Lists become their JSON. */
export function flatten(
  item: object,
  prefix: string,
  into: Map<string, PlainValue>,
  depth = 0,
): void {
  for (const [key, raw] of Object.entries(item)) {
    const value = plainValue(raw);
    const name = `${prefix}${key}`;
    if (typeof value !== "object" || value === null) into.set(name, value);
    else if (Array.isArray(value) || depth >= DEPTH_MAX) into.set(name, jsonOf(value));
    else flatten(value, `${name}.`, into, depth + 1);
  }
}

/**
 * What a value of JSON or Parquet is in a table. Whole numbers beyond 2^53 are text, since two of
 * them may be one double; bytes are base64. Lists and structures come as they are.
 */
export function plainValue(value: unknown): PlainValue | object {
  switch (typeof value) {
    case "number":
    case "string":
    case "boolean":
      return value;
    case "bigint": {
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : String(value);
    }
    case "object":
      if (value instanceof Date) return value.toISOString();
      if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
      return value;
    default:
      return null;
  }
}

/** A list as text; whole numbers of Parquet have no JSON of their own. */
export function jsonOf(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "bigint" ? plainValue(inner) : inner,
  );
}
