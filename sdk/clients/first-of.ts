/** What a selector gave for the one prediction of a call: of many, the first; null where it gave nothing. */
export function firstOf<T>(value: T | readonly T[] | undefined): T | null {
  if (value === undefined) return null;
  return isList(value) ? (value[0] ?? null) : value;
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}
