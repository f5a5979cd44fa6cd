// What a column of an answer must be. The engine answers what we asked, so anything else is our fault.

export function asText(value: unknown): string {
  if (typeof value !== "string")
    throw new TypeError(`the engine answered ${shown(value)}, not a text`);
  return value;
}

/** Numbers come as JSON numbers; NaN (which may carry a sign) and infinities as their names in quotes. */
export function asNumber(value: unknown): number {
  if (typeof value === "number") return value;
  if (value === "nan" || value === "-nan") return Number.NaN;
  if (value === "inf") return Number.POSITIVE_INFINITY;
  if (value === "-inf") return Number.NEGATIVE_INFINITY;
  throw new TypeError(`the engine answered ${shown(value)}, not a number`);
}

export function asNumberOrNull(value: unknown): number | null {
  return value === null ? null : asNumber(value);
}

/** Booleans come as such, or as 0 and 1. */
export function asFlag(value: unknown): boolean | null {
  if (value === null || typeof value === "boolean") return value;
  if (value === 0 || value === 1) return value === 1;
  throw new TypeError(`the engine answered ${shown(value)}, not a flag`);
}

export function asList<Item>(value: unknown, item: (value: unknown) => Item): Item[] {
  if (!Array.isArray(value)) throw new TypeError(`the engine answered ${shown(value)}, not a list`);
  return value.map(item);
}

export function asRecord<Item>(
  value: unknown,
  item: (value: unknown) => Item,
): Record<string, Item> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError(`the engine answered ${shown(value)}, not a map`);
  }
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, item(entry)]));
}

function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 100) ?? String(value);
}
