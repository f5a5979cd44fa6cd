import { createHash } from "node:crypto";
import { type Severity, severityRank } from "@tiltmeter/rules";
import type { Notice, NoticeLine, NoticeRecord } from "./notice.ts";
import type { Digest } from "./outbox-state.ts";
import { instant, plain } from "./plain-text.ts";
import { headline, type NoticeTerms } from "./record-notice.ts";

/** Records with a line of their own. */
const LINES_MAX = 50;
const TEXT_MAX = 300;
const SUBJECT_MAX = 160;

/** Why several things are told at once. */
export type Occasion = "grouped" | "held" | "together";

/** The message about several records: a line each, gravest first. */
export function severalNotice(
  id: string,
  of: {
    readonly records: readonly NoticeRecord[];
    readonly occasion: Occasion;
    /** Names the group over all its messages; null: it is none. */
    readonly group: string | null;
    readonly atMs: number;
  },
  terms: NoticeTerms,
): Notice {
  const records = byGravity(of.records);
  const severity = records[0]?.severity ?? null;
  const shown = records.slice(0, LINES_MAX);
  const intro = of.occasion === "held" ? "held back in quiet hours: " : "";
  const counts = inWords(countsOf(records));
  const systems = [...new Set(records.map(({ system }) => system))].filter(Boolean);
  const where = systems.length === 1 ? ` (${systems[0]})` : "";
  return {
    id,
    event: "several",
    atMs: of.atMs,
    severity,
    thread: threadOf(of.group ?? id, terms.origin),
    subject: plain(
      `[${severity}] ${intro}${records.length} records: ${counts}${where}`,
      SUBJECT_MAX,
    ),
    lines: [
      ...shown.map(lineOf),
      ...more(records.length - shown.length, "records are in the list behind the link"),
    ],
    url: `${terms.publicUrl}/nonconformities`,
    acknowledge: records.every(({ isOver }) => isOver) ? null : terms.acknowledge,
    records: shown,
    recordCount: records.length,
  };
}

/** The message that sums up: new, closed, open by deadline, overdue. */
export function digestNotice(
  id: string,
  of: {
    readonly route: string;
    readonly fromMs: number;
    readonly toMs: number;
    readonly atMs: number;
    readonly content: Digest;
    /** Of those that the content names, as they stand. */
    readonly records: ReadonlyMap<string, NoticeRecord>;
  },
  terms: NoticeTerms,
): Notice {
  const { counts, raised, closed, open } = of.content;
  const isOverdue = (dueMs: number | null): boolean => dueMs !== null && dueMs <= of.toMs;
  const named = (ids: readonly string[]): readonly NoticeRecord[] =>
    ids.flatMap((each) => of.records.get(each) ?? []);
  const openRecords = named(open.map(({ record }) => record));
  const overdue = named(open.flatMap(({ record, dueMs }) => (isOverdue(dueMs) ? [record] : [])));
  const due = named(open.flatMap(({ record, dueMs }) => (isOverdue(dueMs) ? [] : [record])));
  const dueOf = new Map(open.map(({ record, dueMs }) => [record, dueMs]));
  const part = (
    label: string,
    records: readonly NoticeRecord[],
    count: number,
  ): readonly NoticeLine[] => {
    const shown = records.slice(0, PART_MAX);
    return [
      ...shown.map((record): NoticeLine => {
        const dueMs = dueOf.get(record.id) ?? null;
        const by = dueMs === null ? "" : `, by ${instant(dueMs)}`;
        const text = plain(`${titleOf(record)}${by}`, TEXT_MAX);
        return { name: "record", label, text };
      }),
      ...more(count - shown.length, `${label.toLowerCase()} records beside these`),
    ];
  };
  const severity = gravest(openRecords);
  return {
    id,
    event: "digest",
    atMs: of.atMs,
    severity,
    thread: threadOf(`digest ${of.route}`, terms.origin),
    subject: plain(
      `Digest ${of.route}: ${counts.raised} new, ${counts.overdue} overdue, ${counts.open} open, ${counts.closed} closed`,
      SUBJECT_MAX,
    ),
    lines: [
      { name: "since", label: "Since", text: instant(of.fromMs) },
      ...part("Overdue", overdue, counts.overdue),
      ...part("New", named(raised), counts.raised),
      ...part("Open", due, counts.open - counts.overdue),
      ...part("Closed", named(closed), counts.closed),
    ],
    url: `${terms.publicUrl}/nonconformities`,
    acknowledge: null,
    records: byGravity([...new Set([...openRecords, ...named(closed)])]).slice(0, LINES_MAX),
    recordCount: counts.open + counts.closed,
  };
}

/** The message that quiet hours are over for good. */
export function quietEndedNotice(
  id: string,
  of: {
    readonly quiet: string;
    readonly owner: string;
    readonly untilMs: number;
    readonly atMs: number;
  },
  terms: Pick<NoticeTerms, "publicUrl" | "origin">,
): Notice {
  const who = `${of.owner} answers for them`;
  return {
    id,
    event: "quiet_ended",
    atMs: of.atMs,
    severity: null,
    thread: threadOf(`quiet ${of.quiet}`, terms.origin),
    subject: plain(`Quiet hours ${of.quiet} are over for good`, SUBJECT_MAX),
    lines: [
      { name: "since", label: "Since", text: instant(of.untilMs) },
      {
        name: "next",
        label: "Next",
        text: plain(
          `From now on everything is told at once. ${who}: take them out of the routes file, or give them another end.`,
          TEXT_MAX,
        ),
      },
    ],
    url: `${terms.publicUrl}/notifications`,
    acknowledge: null,
    records: [],
    recordCount: 0,
  };
}

/** Lines of one part of a digest. */
const PART_MAX = 10;

function lineOf(record: NoticeRecord): NoticeLine {
  const by = record.isOver || record.dueMs === null ? "" : `, by ${instant(record.dueMs)}`;
  const text = plain(`[${record.severity}] ${headline(record)}${by}`, TEXT_MAX);
  return { name: "record", label: record.id, text };
}

function titleOf({ id, severity, controlTitle, system }: NoticeRecord): string {
  return `[${severity}] ${id} ${controlTitle}${system === "" ? "" : ` (${system})`}`;
}

function more(count: number, what: string): readonly NoticeLine[] {
  return count <= 0 ? [] : [{ name: "more", label: "More", text: `${count} more ${what}` }];
}

function byGravity(records: readonly NoticeRecord[]): readonly NoticeRecord[] {
  return records.toSorted((a, b) => severityRank(b.severity) - severityRank(a.severity));
}

function gravest(records: readonly NoticeRecord[]): Severity | null {
  return byGravity(records)[0]?.severity ?? null;
}

function countsOf(records: readonly NoticeRecord[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { event } of records) counts.set(event, (counts.get(event) ?? 0) + 1);
  return counts;
}

function inWords(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([event, count]) => `${count} ${WORDS[event] ?? event}`).join(", ");
}

const WORDS: Readonly<Record<string, string>> = {
  raised_again: "raised again",
  due: "due",
  moved: "moved on",
  escalated: "not acknowledged",
  repeated: "still open",
  closed: "done with",
};

function threadOf(name: string, origin: string): string {
  const hash = createHash("sha256").update(`${origin}\n${name}`).digest("hex");
  return `group-${hash.slice(0, 32)}`;
}
