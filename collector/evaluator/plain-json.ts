/**
 * The same data as JSON can say it: numbers beyond it (NaN, infinities) as text, undefined left out.
 *
 * For evidence, where a strange number is itself worth keeping and must not stop the raise.
 */
export function plainJson(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "string") return value.replace(LONE_SURROGATE, "\ufffd");
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return value.map(plainJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key.replace(LONE_SURROGATE, "\ufffd"), plainJson(member)]),
  );
}

/** Half of a pair, which UTF-8 cannot carry. */
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
