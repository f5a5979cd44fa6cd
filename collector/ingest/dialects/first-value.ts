import type { Attributes, AttributeValue } from "@tiltmeter/sdk/wire/attribute-value";

// Attributes of others are read with forbearance: one of another type is as good as none, and says nothing.

/** The first of these names that holds text; `""` where none does. */
export function firstText(of: Attributes, ...names: readonly string[]): string {
  for (const name of names) {
    const value = of[name];
    if (typeof value === "string" && value !== "") return value;
  }
  return "";
}

/** The first of these names that holds a whole number from 0; null where none does. */
export function firstCount(of: Attributes, ...names: readonly string[]): number | null {
  for (const name of names) {
    const value = of[name];
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  }
  return null;
}

/** The first of these names that holds a finite number from 0; null where none does. */
export function firstNumber(of: Attributes, ...names: readonly string[]): number | null {
  for (const name of names) {
    const value = of[name];
    if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  }
  return null;
}

/** The first of these names that holds true or false; null where none does. */
export function firstFlag(of: Attributes, ...names: readonly string[]): boolean | null {
  for (const name of names) {
    const value = of[name];
    if (typeof value === "boolean") return value;
  }
  return null;
}

/** A list of texts in any of its forms: a list, the JSON of one, or one text alone. Empty ones are left out. */
export function textsOf(value: AttributeValue | undefined): readonly string[] {
  const found = typeof value === "string" && value.startsWith("[") ? parsed(value) : value;
  const items: readonly unknown[] = Array.isArray(found) ? found : [found];
  return items.filter((item): item is string => typeof item === "string" && item !== "");
}

/** What a text says as JSON; null where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A field of something that may be an object. */
export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
