import { canonicalJson } from "../canonical-json.ts";
import type { Severity } from "../control/control.ts";
import { parseInstant, yearOf } from "../evaluation/instant.ts";
import { citationMistakes } from "./decide-edit.ts";
import { asked, type Field, mistakesOf, offered, oneOf, trimmed } from "./field.ts";
import { nonconformityId } from "./fingerprint.ts";
import type { Citations } from "./fold-step.ts";
import { type ConcernRef, type Nonconformity, SOURCES, type Source } from "./nonconformity.ts";
import { isOpen } from "./passages.ts";
import { type Refused, refused, wrongFields } from "./refused.ts";
import type { Report } from "./reported.ts";
import { SEVERITIES, severityOf } from "./severity.ts";

type PersonSource = Exclude<Source, "control">;

/** Ways in which people learn of a matter. */
export const REPORT_SOURCES: readonly PersonSource[] = SOURCES.filter(
  (source) => source !== "control",
);

const TITLE_CHARACTERS_MAX = 200;

/** What a person tells of a matter that no control raised. A teller without a name is anonymous. */
export const REPORT_FIELDS: readonly Field[] = [
  oneOf("source", "How it came to be known", REPORT_SOURCES),
  asked("title", "In one line"),
  asked("requirement", "Which requirement is not fulfilled?"),
  asked("statement", "What is not as it should be, and how does it show?"),
  oneOf("severity", "Severity", SEVERITIES),
  offered("system", "System"),
  offered("found_at", "When it was found", "instant"),
  offered("seen", "Where it can be seen"),
  offered("reported_by", "Who told of it", "person"),
];

export interface ReportCommand {
  readonly by: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly cites: Citations;
  /** The concern that it follows from; null: none. */
  readonly concern: ConcernRef | null;
}

export type ReportDecision =
  | { readonly kind: "reported"; readonly report: Report; readonly fingerprint: string }
  | Refused;

/**
 * Raises a record in a person's name, or says what is missing.
 *
 * `number` is the next free one of the year of `nowMs`; `before` the record that the concern was last
 * raised in. A concern has one open record; anything else that people tell is a matter of its own,
 * which whoever assesses it merges where two told of the same.
 */
export function decideReport(
  command: ReportCommand,
  of: { readonly number: number; readonly nowMs: number; readonly before: Nonconformity | null },
): ReportDecision {
  const { nowMs, before } = of;
  const { concern } = command;
  if (before !== null && isOpen(before)) {
    return refused("not_possible", `${before.id} is open for this concern: work on it there`);
  }
  const all = trimmed(command.fields);
  const wrong = new Map([...mistakesOf(REPORT_FIELDS, all), ...citationMistakes(command)]);
  const { source, severity, system = "", found_at: found, ...fields } = all;
  const title = all["title"] ?? "";
  if (title.length > TITLE_CHARACTERS_MAX || /[\r\n]/.test(title)) {
    wrong.set("title", `is one line of at most ${TITLE_CHARACTERS_MAX} characters`);
  }
  if (system.length > SYSTEM_CHARACTERS_MAX) {
    wrong.set("system", `has at most ${SYSTEM_CHARACTERS_MAX} characters`);
  }
  const foundMs = parseInstant(found ?? "") ?? nowMs;
  if (foundMs > nowMs) wrong.set("found_at", "must not be in the future");
  if (source === "concern" && concern === null && !wrong.has("source")) {
    wrong.set("source", "is a concern only of one that telemetry brought; a complaint needs none");
  }
  const from = personSource(source);
  const graded = severityOf(severity);
  if (wrong.size > 0 || from === undefined || graded === undefined) {
    return wrongFields("a nonconformity", wrong);
  }
  const id = nonconformityId(yearOf(nowMs), of.number);
  const report = {
    ...{ id, atMs: nowMs, by: command.by, source: from, severity: graded satisfies Severity },
    ...{ system, clauses: command.cites, foundMs, concern, fields },
  };
  return { kind: "reported", report, fingerprint: reportFingerprint(id, concern) };
}

/** What makes two reports the same matter: the concern that they follow from, and else nothing. */
export function reportFingerprint(id: string, concern: ConcernRef | null): string {
  return canonicalJson(concern === null ? { report: id } : { concern: { ...concern } });
}

function personSource(name: string | undefined): PersonSource | undefined {
  return REPORT_SOURCES.find((source) => source === name);
}

const SYSTEM_CHARACTERS_MAX = 128;
