import { dayNumber, parseInstant } from "../evaluation/instant.ts";

/** What an answer is: words, a person, one of the options, a day, an instant, or another record's id. */
export type FieldKind = "text" | "person" | "option" | "date" | "instant" | "record";

/** One thing that a person fills in. */
export interface Field {
  readonly name: string;
  readonly label: string;
  /** Free text and persons' names never stand in the ledger itself; what else there is may. */
  readonly kind: FieldKind;
  readonly required: boolean;
  /** The only answers there are; absent: free text. */
  readonly options?: readonly string[];
}

export function asked(name: string, label: string, kind: FieldKind = "text"): Field {
  return { name, label, kind, required: true };
}

export function offered(name: string, label: string, kind: FieldKind = "text"): Field {
  return { name, label, kind, required: false };
}

export function oneOf(name: string, label: string, options: readonly string[]): Field {
  return { ...asked(name, label, "option"), options };
}

/** Answers without the blanks around them; those that are nothing but blanks are none. */
export function trimmed(
  fields: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fields)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== ""),
  );
}

/**
 * What is wrong with answers, by name; empty where nothing is. An answer that nothing asks for is
 * wrong, too: else what was fixed before could be written over later.
 */
export function mistakesOf(
  asks: readonly Field[],
  fields: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const wrong = new Map<string, string>();
  for (const field of asks) {
    const value = fields[field.name];
    const problem = value === undefined ? missing(field) : unfit(field, value);
    if (problem !== null) wrong.set(field.name, problem);
  }
  for (const name of Object.keys(fields)) {
    if (!asks.some((field) => field.name === name)) wrong.set(name, "is not asked for here");
  }
  return wrong;
}

function missing({ required }: Field): string | null {
  return required ? "is required" : null;
}

function unfit({ kind, options }: Field, value: string): string | null {
  if (options !== undefined && !options.includes(value)) return `must be ${options.join(" or ")}`;
  switch (kind) {
    case "date":
      return dayNumber(value) === null ? "must be a date such as 2027-03-31" : null;
    case "instant":
      return parseInstant(value) === null ? "must be a time such as 2026-11-23T10:00Z" : null;
    case "record":
      return /^NC-\d{4,}-\d{4,}$/.test(value) ? null : "must be a record such as NC-2026-0042";
    case "person":
      return tooLong(value, NAME_CHARACTERS_MAX);
    case "text":
      return tooLong(value, TEXT_CHARACTERS_MAX);
    case "option":
      return null;
  }
}

function tooLong(value: string, max: number): string | null {
  if (value.length <= max) return null;
  return `has at most ${max} characters, got ${value.length}; put longer texts where it can link to them`;
}

const NAME_CHARACTERS_MAX = 200;
/**
 * A ledger entry has 64 KiB: five answers and a reason of as many characters, three bytes each, are
 * 54 KiB.
 */
export const TEXT_CHARACTERS_MAX = 3000;
