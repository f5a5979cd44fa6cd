import { InputError } from "./input-error.ts";
import { cutText, type Scalars } from "./scalars.ts";
import type { ModelInput } from "./settings.ts";
import type { Model } from "./wire/prediction.ts";

/*
 * What users hand over, read once into copies of our own. Each reader throws a TypeError that names the
 * thing, the rule and the value; who calls it counts that, and the host never sees it.
 */

/** What a model said: a label in its own words, how sure it is, or a number. */
export interface OutputFields {
  readonly label?: string | number | boolean | null;
  /** Confidence or probability of the label. */
  readonly score?: number | null;
  /** The predicted number of a regression. */
  readonly value?: number | null;
}

/** A string or boolean is a label, a number a value. */
export type Output = OutputFields | string | number | boolean;

export interface OutputRead {
  readonly label: string;
  readonly score: number | null;
  readonly value: number | null;
}

/** A wall-clock instant: a Date or Unix milliseconds. */
export type Time = Date | number;

const ID_LENGTH_MAX = 256;

export const NO_OUTPUT: OutputRead = { label: "", score: null, value: null };
export const NO_MODEL: Model = { name: "", version: "", supplier: "", digest: "" };

/** One thing or a list of them, each read. */
export function oneOrMany<T>(read: (value: unknown) => T): (value: unknown) => T | readonly T[] {
  return (value) => (Array.isArray(value) ? value.map(read) : read(value));
}

export function readId(value: unknown): string {
  const id = typeof value === "number" || typeof value === "bigint" ? String(value) : value;
  if (typeof id !== "string" || id === "" || id.length > ID_LENGTH_MAX) {
    throw new InputError(
      `an id must be a string of 1 to ${ID_LENGTH_MAX} characters or a number, got ${shown(value)}`,
    );
  }
  return id;
}

/** Own enumerable properties, each read once; nested values stay out when the record is queued. */
export function readScalars(value: unknown): Scalars {
  if (typeof value !== "object" || value === null) {
    throw new InputError(`features and segments must be an object, got ${shown(value)}`);
  }
  // Whatever is no scalar leaves the copy in `trimScalars`, before it is queued.
  return { ...value } as Scalars;
}

export function readText(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return cutText(value);
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") {
    return String(value);
  }
  throw new InputError(`a text must be a string, got ${shown(value)}`);
}

/** Null where it is left out or no finite number: a missing measurement is not zero. */
export function readNumber(value: unknown): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== "number") {
    throw new InputError(`a score, value or duration must be a number, got ${shown(value)}`);
  }
  return Number.isFinite(value) ? value : null;
}

export function readTime(value: unknown): number {
  const timeMs = value instanceof Date ? value.getTime() : value;
  if (typeof timeMs !== "number" || !Number.isFinite(timeMs) || timeMs < 0) {
    throw new InputError(`time must be a Date or Unix milliseconds, got ${shown(value)}`);
  }
  return timeMs;
}

export function readModel(value: unknown): Model {
  if (typeof value !== "object" || value === null) {
    throw new InputError(`model must be an object with a name, got ${shown(value)}`);
  }
  // Every property is optional and read as unknown below.
  const { name, version, supplier, digest } = value as { [K in keyof ModelInput]: unknown };
  return {
    name: readText(name),
    version: readText(version),
    supplier: readText(supplier),
    digest: readText(digest),
  };
}

export function readOutput(value: unknown): OutputRead {
  if (value === null || value === undefined) return NO_OUTPUT;
  if (typeof value === "number") return { ...NO_OUTPUT, value: readNumber(value) };
  if (typeof value !== "object") return { ...NO_OUTPUT, label: readText(value) };
  // Every property is optional and read as unknown below.
  const { label, score, value: number } = value as { [K in keyof OutputFields]: unknown };
  return { label: readText(label), score: readNumber(score), value: readNumber(number) };
}

/** A value in a message: its kind, never itself, and nothing of the host's runs to tell it. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "string")
    return value === "" ? "an empty string" : `a string of ${value.length} characters`;
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
