/**
 * The one JSON text of a value: keys sorted by UTF-16 code units, no white space (RFC 8785).
 *
 * Plain data only: finite numbers, strings, booleans, null, arrays, objects. A key whose value is
 * undefined is left out; anything else throws, since a digest over half a value proves nothing.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") {
    return JSON.stringify(value);
  }
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object") {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(",")}}`;
  }
  throw new Error(`canonical JSON holds finite numbers and plain data, got ${String(value)}`);
}
