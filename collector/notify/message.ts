import { createHash } from "node:crypto";
import type { Nonconformity } from "@tiltmeter/rules";

/** What happened to a record that people are told of. */
export type NotifiedEvent = "raised" | "closed" | "due";

/** Which clock of a record has reached what. */
export interface DueNotice {
  /** A clock of the policy, or the id of a reporting duty. */
  readonly clock: string;
  readonly round: number;
  readonly level: "at_risk" | "breached" | "escalated";
  readonly step: number;
  readonly dueMs: number;
}

/** Tells the notices of one record apart; null of the events that come once. */
export function noticeKey(due: DueNotice | undefined): string | null {
  return due === undefined ? null : `${due.clock} ${due.round} ${due.level} ${due.step}`;
}

/**
 * Names one message: the same for every try, and after every restart.
 *
 * The Standard Webhooks id of the message; receivers drop a repeat by it.
 */
export function messageId(of: {
  readonly record: string;
  readonly event: NotifiedEvent;
  readonly channel: string;
  /** `noticeKey`. */
  readonly about?: string | null;
}): string {
  const about = of.about ?? null;
  const what = [of.record, of.event, of.channel, ...(about === null ? [] : [about])];
  const name = JSON.stringify(what);
  return `msg_${createHash("sha256").update(name).digest("hex").slice(0, 32)}`;
}

/**
 * The body of one message: thin, ids and plain words, no input or output of a model.
 *
 * Reads in the order in which a person needs it: which requirement, since when, who is affected,
 * what to do next, link. Below 20 kB whatever the record holds: long texts are cut and end in `…`.
 */
export function messageBody(of: {
  readonly event: NotifiedEvent;
  readonly atMs: number;
  readonly record: Nonconformity;
  readonly due?: DueNotice;
  /** When the next step of its work is due; absent or null: nothing is. */
  readonly dueMs?: number | null;
  /** Address of the pages, without a slash at the end. */
  readonly publicUrl: string;
}): string {
  const { record } = of;
  return JSON.stringify({
    type: `nonconformity.${of.event}`,
    timestamp: iso(of.atMs),
    data: {
      id: record.id,
      state: record.state,
      severity: record.severity,
      requirement: cut(record.requirement, TEXT_MAX),
      statement: cut(record.statement, TEXT_MAX),
      control: record.control === null ? null : cut(record.control, NAME_MAX),
      controlTitle: cut(record.controlTitle, NAME_MAX),
      clauses: clauses(record),
      firstBreachAt: iso(record.firstBreachMs),
      raisedAt: iso(record.raisedMs),
      system: cut(record.system, NAME_MAX),
      ...(of.due === undefined ? {} : { due: dueJson(of.due) }),
      next: of.due === undefined ? NEXT[of.event] : nextOf(of.due),
      ...(of.dueMs == null ? {} : { dueAt: iso(of.dueMs) }),
      url: `${of.publicUrl}/nonconformities/${encodeURIComponent(record.id)}`,
      evidence: record.evidence,
    },
  });
}

const NEXT: Readonly<Record<NotifiedEvent, string>> = {
  raised: "Open the record, name an owner and assess whether a requirement was not fulfilled.",
  closed: "Nothing: the record is closed and stays as it is.",
  due: "Open the record and move it on.",
};

function dueJson({ clock, level, dueMs }: DueNotice): Record<string, unknown> {
  return { clock: cut(clock, NAME_MAX), level, dueAt: iso(dueMs) };
}

/** What has to be done by when, or should have been. */
function nextOf({ clock, level, dueMs }: DueNotice): string {
  const what =
    NEXT_OF_CLOCK[clock] ?? "Report it as the law asks, or record why that does not bind";
  return level === "at_risk"
    ? `${what}, by ${iso(dueMs)}.`
    : `${what}: that was due at ${iso(dueMs)}.`;
}

const NEXT_OF_CLOCK: Readonly<Record<string, string>> = {
  acknowledge: "Open the record, name an owner and begin to assess it",
  contain: "Contain it: correct what is wrong and deal with its consequences",
  cause: "Find the cause and record it",
  actions: "Carry out the corrective actions",
  effectiveness: "Show that the actions worked, and close the record",
  acceptance: "Decide on the accepted risk again: its acceptance ends",
};

function clauses(record: Nonconformity): Record<string, readonly string[]> {
  const frameworks = Object.entries(record.clauses).slice(0, FRAMEWORKS_MAX);
  return Object.fromEntries(
    frameworks.map(([framework, ids]) => [
      cut(framework, CLAUSE_MAX),
      ids.slice(0, CLAUSES_MAX).map((id) => cut(id, CLAUSE_MAX)),
    ]),
  );
}

/** At most `max` UTF-16 units, and never half of a pair. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

// A UTF-16 unit costs at most 6 bytes of JSON (a control character, as an escape). So the body has at
// most 6 × (2 × 600 + 3 × 128 + 5 × 11 × 24) = 17.4 kB of free text, and about 1 kB around it.
const TEXT_MAX = 600;
const NAME_MAX = 128;
const FRAMEWORKS_MAX = 5;
const CLAUSES_MAX = 10;
const CLAUSE_MAX = 24;
