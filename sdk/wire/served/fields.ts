/** An object of somebody else's making, by its own properties. */
export type Fields = Readonly<Record<string, unknown>>;

const NONE: Fields = {};

/** The value as an object; an empty one where it is none, or a list. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : NONE;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The property where it is an object, else an empty one. */
export function fieldsAt(of: Fields, key: string): Fields {
  return fieldsOf(own(of, key));
}

/** The property where it is a list, else an empty one. */
export function listAt(of: Fields, key: string): readonly unknown[] {
  const value = own(of, key);
  return Array.isArray(value) ? value : [];
}

/** The property where it is a string, else `""`. */
export function textAt(of: Fields, key: string): string {
  const value = own(of, key);
  return typeof value === "string" ? value : "";
}

/** The property where it is a whole number from 0, else null: what is no count is unknown. */
export function countAt(of: Fields, key: string): number | null {
  const value = own(of, key);
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function own(of: Fields, key: string): unknown {
  return Object.hasOwn(of, key) ? of[key] : undefined;
}
