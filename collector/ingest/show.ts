const SHOWN_CHARACTERS = 64;

/** A value as a reason quotes it: JSON, at most 64 characters, no control characters. */
export function show(value: unknown): string {
  const text = plain(value);
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}

function plain(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, SHOWN_CHARACTERS + 1));
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean")
    return String(value);
  if (value === null || value === undefined) return "nothing";
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return `a map of ${Object.keys(value).length}`;
}
