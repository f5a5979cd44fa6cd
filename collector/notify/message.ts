import { createHash } from "node:crypto";
import type { Nonconformity } from "@tiltmeter/rules";

/** What happened to a record that people are told of. */
export type NotifiedEvent = "raised" | "closed";

/**
 * Names one message: the same for every try, and after every restart.
 *
 * The Standard Webhooks id of the message; receivers drop a repeat by it.
 */
export function messageId(of: {
  readonly record: string;
  readonly event: NotifiedEvent;
  readonly channel: string;
}): string {
  const name = JSON.stringify([of.record, of.event, of.channel]);
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
      next: NEXT[of.event],
      url: `${of.publicUrl}/nonconformities/${encodeURIComponent(record.id)}`,
      evidence: record.evidence,
    },
  });
}

const NEXT: Readonly<Record<NotifiedEvent, string>> = {
  raised: "Open the record, name an owner and assess whether a requirement was not fulfilled.",
  closed: "Nothing: the record is closed and stays as it is.",
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
