import type { Attributes, AttributeValue } from "@tiltmeter/sdk/wire/attribute-value";
import { show } from "../show.ts";

/** Reads attributes as typed values; the first that has another type becomes the problem. */
export interface AttributeReader {
  /** The first broken rule in words, or null. */
  readonly problem: () => string | null;
  /** Text, or null where absent. */
  readonly text: (name: string) => string | null;
  /** Text of the record or else of its resource, which speaks for all of a process. */
  readonly inherited: (name: string) => string | null;
  /** A finite number, or null where absent. */
  readonly number: (name: string) => number | null;
  /** True or false, or null where absent. */
  readonly flag: (name: string) => boolean | null;
  /** A whole number ≥ 0, or 0 where absent. */
  readonly count: (name: string) => number;
  /** A map's entries and the entries of dotted names (`name.x` as `x`), which win. */
  readonly map: (name: string) => readonly (readonly [string, AttributeValue])[];
  /** A whole number ≥ 0, or null where absent. */
  readonly countIfGiven: (name: string) => number | null;
  /** A list of texts of the record or else of its resource; null where absent. */
  readonly texts: (name: string) => readonly string[] | null;
  /** A list's items, none where absent. */
  readonly list: (name: string) => readonly AttributeValue[];
  readonly has: (name: string) => boolean;
  /** Keeps the first complaint: `name must …, got value`. */
  readonly complain: (name: string, rule: string, value: unknown) => void;
}

export function readAttributes(own: Attributes, resource: Attributes): AttributeReader {
  let problem: string | null = null;
  const complain = (name: string, rule: string, value: unknown): void => {
    problem ??= `${name} must be ${rule}, got ${show(value)}`;
  };
  const value = (name: string): AttributeValue => own[name] ?? null;
  const text = (name: string, found: AttributeValue): string | null => {
    if (found === null || typeof found === "string") return found;
    complain(name, "text", found);
    return null;
  };
  const number = (name: string): number | null => {
    const found = value(name);
    if (found === null) return null;
    const converted = typeof found === "bigint" ? Number(found) : found;
    if (typeof converted === "number" && Number.isFinite(converted)) return converted;
    complain(name, "a finite number", found);
    return null;
  };
  const count = (name: string): number => {
    const found = number(name) ?? 0;
    if (Number.isSafeInteger(found) && found >= 0) return found;
    complain(name, "a whole number from 0", found);
    return 0;
  };
  return {
    problem: () => problem,
    complain,
    number,
    count,
    countIfGiven: (name) => (value(name) === null ? null : count(name)),
    texts: (name) => {
      const found = own[name] ?? resource[name] ?? null;
      if (found === null) return null;
      if (isList(found) && found.every((item) => typeof item === "string")) return found;
      complain(name, "a list of texts", found);
      return null;
    },
    has: (name) => value(name) !== null,
    text: (name) => text(name, value(name)),
    inherited: (name) => text(name, own[name] ?? resource[name] ?? null),
    flag: (name) => {
      const found = value(name);
      if (found === null || typeof found === "boolean") return found;
      complain(name, "true or false", found);
      return null;
    },
    list: (name) => {
      const found = value(name);
      if (isList(found)) return found;
      if (found !== null) complain(name, "a list", found);
      return [];
    },
    map: (name) => {
      const whole = value(name);
      if (whole !== null && !isMap(whole)) complain(name, "a map", whole);
      const entries = isMap(whole) ? Object.entries(whole) : [];
      const dotted = `${name}.`;
      const dots = Object.keys(own).filter((key) => key.startsWith(dotted));
      if (dots.length === 0) return entries;
      const all = new Map(entries);
      for (const key of dots) all.set(key.slice(dotted.length), own[key] ?? null);
      return [...all];
    },
  };
}

/** `Array.isArray` does not narrow a readonly array out of a union. */
function isList(value: AttributeValue): value is readonly AttributeValue[] {
  return Array.isArray(value);
}

function isMap(value: AttributeValue): value is { readonly [key: string]: AttributeValue } {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array)
  );
}
