import { dayNumber, parseInstant } from "../evaluation/instant.ts";
import type { ActField, ActFieldKind, ActForm } from "./act-forms.ts";

/** What an answer may hold; longer texts belong in a document that is named. */
const CHARACTERS_MAX: Readonly<Record<ActFieldKind, number>> = {
  text: 10_000,
  person: 200,
  option: 100,
  date: 10,
  instant: 40,
  count: 9,
  id: 256,
  table: 200_000,
};

/** Written that fit their form, or what is wrong with each that does not. */
export type ReadAnswers =
  | { readonly kind: "read"; readonly values: Written }
  | { readonly kind: "wrong"; readonly fields: Readonly<Record<string, string>> };

/** Written by the names of their fields; what was not answered is absent. */
export type Written = Readonly<Record<string, string>>;

/** Checks what was written against a form. Empty answers count as none. */
export function readAnswers(form: ActForm, written: Written): ReadAnswers {
  const values: Record<string, string> = {};
  const wrong: Record<string, string> = {};
  const read = (name: string, field: ActField): void => {
    const text = (Object.hasOwn(written, name) ? (written[name] ?? "") : "").trim();
    const problem = text === "" ? absent(field) : problemOf(field, text);
    if (problem !== null) wrong[name] = problem;
    else if (text !== "") values[name] = text;
  };
  for (const field of form.fields) read(field.name, field);
  for (const name of Object.keys(written)) {
    const [first = "", id] = splitName(name);
    const repeated = id === null ? undefined : form.each?.find((each) => each.name === first);
    if (repeated !== undefined) read(name, repeated);
    else if (!form.fields.some((field) => field.name === name)) {
      wrong[name] =
        `there is no such field; known: ${form.fields.map((field) => field.name).join(", ")}`;
    }
  }
  return Object.keys(wrong).length > 0
    ? { kind: "wrong", fields: wrong }
    : { kind: "read", values };
}

/** `likelihood.R-01` → `likelihood` and `R-01`. */
function splitName(name: string): readonly [string, string | null] {
  const at = name.indexOf(".");
  return at < 0 ? [name, null] : [name.slice(0, at), name.slice(at + 1)];
}

function absent({ required }: ActField): string | null {
  return required ? "is required" : null;
}

/** Unix milliseconds of a date (its midnight, UTC) or an instant; null for anything else. */
export function answeredMs(text: string): number | null {
  const day = dayNumber(text);
  return day === null ? parseInstant(text) : day * 86_400_000;
}

function problemOf({ kind, options }: ActField, text: string): string | null {
  if (text.length > CHARACTERS_MAX[kind]) {
    return `has at most ${CHARACTERS_MAX[kind]} characters, got ${text.length}`;
  }
  switch (kind) {
    case "option":
      return options?.includes(text) === true ? null : `is one of ${options?.join(", ") ?? ""}`;
    case "date":
      return dayNumber(text) === null ? "is a date such as 2027-03-31" : null;
    case "instant":
      return answeredMs(text) === null ? "is an instant such as 2027-03-31T09:30Z" : null;
    case "count":
      return /^\d+$/.test(text) ? null : "is a whole number";
    case "text":
    case "person":
    case "id":
    case "table":
      return null;
  }
}
