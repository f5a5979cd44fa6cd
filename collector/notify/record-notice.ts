import { createHash } from "node:crypto";
import { isOpen, type Nonconformity } from "@tiltmeter/rules";
import type { DueNotice, NotifiedEvent } from "./message.ts";
import type { Notice, NoticeLine, NoticeRecord } from "./notice.ts";
import { instant, plain } from "./plain-text.ts";

/** What a notice is made with beside what it tells. */
export interface NoticeTerms {
  /** Address of the pages, without a slash at the end. */
  readonly publicUrl: string;
  /** Names this collector's ledger among others. */
  readonly origin: string;
  /** The signed link; null: there is nothing to acknowledge. */
  readonly acknowledge: Notice["acknowledge"];
}

/** Something that happened to a record, to be told. */
export interface Told {
  readonly event: NotifiedEvent;
  readonly atMs: number;
  /** As it stood then. */
  readonly record: Nonconformity;
  readonly due?: DueNotice;
  /** When the next step of its work is due; null: nothing is. */
  readonly dueMs: number | null;
}

/** The message about one event of one record. */
export function recordNotice(id: string, told: Told, terms: NoticeTerms): Notice {
  const record = noticeRecord(told, terms);
  return {
    id,
    event: record.event,
    atMs: told.atMs,
    severity: record.severity,
    thread: record.thread,
    subject: plain(`[${record.severity}] ${headline(record)}`, SUBJECT_MAX),
    lines: linesOf(told, record),
    url: record.url,
    acknowledge: record.isOver ? null : terms.acknowledge,
    records: [record],
    recordCount: 1,
  };
}

/** What a notice says of a record. Below 20 kB whatever the record holds: long texts are cut. */
export function noticeRecord(told: Told, terms: Omit<NoticeTerms, "acknowledge">): NoticeRecord {
  const { record, event, due } = told;
  return {
    id: record.id,
    thread: threadOf(record.id, terms.origin),
    event: event === "raised" && record.recurrenceOf !== null ? "raised_again" : event,
    isOver: !isOpen(record),
    state: record.state,
    severity: record.severity,
    system: plain(record.system, NAME_MAX),
    requirement: plain(record.requirement, TEXT_MAX),
    statement: plain(record.statement, TEXT_MAX),
    control: record.control === null ? null : plain(record.control, NAME_MAX),
    controlTitle: plain(record.controlTitle, NAME_MAX),
    clauses: clauses(record),
    firstBreachMs: record.firstBreachMs,
    raisedMs: record.raisedMs,
    evidence: record.evidence,
    next: due === undefined ? NEXT[event] : nextOf(due),
    dueMs: due?.dueMs ?? told.dueMs,
    ...(due === undefined
      ? {}
      : { due: { clock: plain(due.clock, NAME_MAX), level: due.level, dueMs: due.dueMs } }),
    url: `${terms.publicUrl}/nonconformities/${encodeURIComponent(record.id)}`,
  };
}

/** What happened to it, in half a sentence: `NC-2026-0042 raised: Accuracy of credit (system credit)`. */
export function headline(record: NoticeRecord): string {
  const { id, controlTitle, system } = record;
  const where = system === "" ? "" : ` (${system})`;
  return `${id} ${happened(record)}: ${controlTitle}${where}`;
}

function happened({ event, state, due }: NoticeRecord): string {
  if (due !== undefined) return DUE_WORDS[due.level];
  if (event === "closed") return state;
  if (event === "moved") return `is ${state}`;
  return EVENT_WORDS[event];
}

const DUE_WORDS: Readonly<Record<DueNotice["level"], string>> = {
  at_risk: "is due soon",
  breached: "is overdue",
  escalated: "is still overdue",
};

const EVENT_WORDS: Readonly<Record<NoticeRecord["event"], string>> = {
  raised: "raised",
  raised_again: "raised again",
  reopened: "reopened",
  moved: "moved on",
  due: "is due",
  escalated: "is not acknowledged",
  repeated: "is still open",
  closed: "closed",
};

/** Which requirement, since when, who is affected, what to do next, by when. */
function linesOf({ record }: Told, said: NoticeRecord): readonly NoticeLine[] {
  const { requirement, statement, next, dueMs } = said;
  const required = requirement === "" ? statement : `${requirement} ${statement}`;
  return [
    { name: "requirement", label: "Requirement", text: plain(required, 2 * TEXT_MAX) },
    { name: "since", label: "Since", text: instant(record.firstBreachMs) },
    { name: "affected", label: "Affected", text: affected(record) },
    { name: "next", label: "Next", text: next },
    ...(dueMs === null ? [] : [{ name: "by" as const, label: "By", text: instant(dueMs) }]),
  ];
}

/** The system and the part of it, and how many decisions fell meanwhile where that was found out. */
function affected({ system, group, examination }: Nonconformity): string {
  const parts = Object.entries(group)
    .filter(([name]) => name !== "system")
    .map(([name, value]) => `${name} ${value}`);
  const whom = [system === "" ? "the management system" : `system ${system}`, ...parts];
  const decisions = examination?.decisions;
  const count =
    decisions == null ? "" : `; ${decisions.predictions} predictions in the breach so far`;
  return plain(`${whom.join(", ")}${count}`, TEXT_MAX);
}

function threadOf(record: string, origin: string): string {
  return `${record.slice(0, 40)}@${createHash("sha256").update(origin).digest("hex").slice(0, 12)}`;
}

const NEXT: Readonly<Record<NotifiedEvent, string>> = {
  raised: "Open the record, name an owner and assess whether a requirement was not fulfilled.",
  reopened: "Open the record and take it up again.",
  moved: "Open the record and move it on.",
  closed: "Nothing: the record is closed and stays as it is.",
  due: "Open the record and move it on.",
  escalated: "Nobody has acknowledged it: open the record, name an owner and begin to assess it.",
  repeated: "Open the record and move it on.",
};

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
      plain(framework, CLAUSE_MAX),
      ids.slice(0, CLAUSES_MAX).map((id) => plain(id, CLAUSE_MAX)),
    ]),
  );
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

const SUBJECT_MAX = 160;
const TEXT_MAX = 600;
const NAME_MAX = 128;
const FRAMEWORKS_MAX = 5;
const CLAUSES_MAX = 10;
const CLAUSE_MAX = 24;
