import {
  type ClockState,
  type ClockTimes,
  clockAt,
  type IncidentHistory,
  isOpen,
  isOwed,
  type Nonconformity,
  type Severity,
  type Statute,
  severityRank,
  statutoryClocks,
} from "@tiltmeter/rules";
import type { ClockBook } from "./clock-book.ts";

/** The next step of the work, a corrective action, an accepted risk, or a report to somebody outside. */
export const DUE_KINDS = ["work", "action", "acceptance", "report"] as const;
export type DueKind = (typeof DUE_KINDS)[number];

/** How what is not met stands. */
export type DueState = Exclude<ClockState, "met">;

/** A reporting duty that is owed. */
interface OwedReport extends Pick<ClockTimes, "startMs" | "atRiskMs" | "dueMs"> {
  readonly duty: string;
  /** The statute and its citation. */
  readonly citation: string;
  readonly incident: IncidentHistory;
}

/** Something of a record that falls due, at whatever instant it is looked at. */
export interface DueItem {
  readonly record: Nonconformity;
  readonly kind: DueKind;
  readonly of: ClockTimes | OwedReport;
  /** Of the action, or of the record; null: whoever answers for the system. */
  readonly owner: string | null;
  /** A later step of the work does not show until it is at risk. */
  readonly waits: boolean;
}

/** What clocks are computed with. */
export interface DueTerms {
  readonly book: Pick<ClockBook, "kept" | "terms">;
  readonly statutes: readonly Statute[];
}

/**
 * All of a record that is not met at `nowMs`; and at any later instant, unless `sinceMs`, up to which
 * something is recorded of it, lies after `nowMs`.
 */
export function dueOf(
  record: Nonconformity,
  incident: IncidentHistory | undefined,
  of: DueTerms,
  nowMs: number,
): { readonly items: readonly DueItem[]; readonly sinceMs: number } {
  const times = isOpen(record) ? of.book.kept(record) : [];
  let sinceMs = Number.NEGATIVE_INFINITY;
  for (const { metMs } of times) if (metMs !== null && metMs > sinceMs) sinceMs = metMs;
  const work = workOf(record, times, nowMs);
  if (incident === undefined) return { items: work, sinceMs };
  for (const { atMs } of incident) if (atMs > sinceMs) sinceMs = atMs;
  return { items: [...work, ...reportsOf(record, incident, of, nowMs)], sinceMs };
}

function workOf(
  record: Nonconformity,
  times: readonly ClockTimes[],
  nowMs: number,
): readonly DueItem[] {
  const open = times.filter(({ metMs }) => metMs === null || metMs > nowMs);
  const next = open.find(({ name }) => kindOf(name) === "work");
  return open.map((clock): DueItem => {
    const kind = kindOf(clock.name);
    const action =
      kind === "action"
        ? record.actions.find(({ id }) => clock.name.startsWith(`action ${id} `))
        : undefined;
    const owner = action?.owner ?? record.owner;
    return { record, kind, of: clock, owner, waits: kind === "work" && clock !== next };
  });
}

function reportsOf(
  record: Nonconformity,
  incident: IncidentHistory,
  { book, statutes }: DueTerms,
  nowMs: number,
): readonly DueItem[] {
  const atRisk = book.terms().policy.statutoryAtRisk;
  return statutoryClocks(incident, statutes, { atRisk, nowMs }).flatMap((clock) => {
    const { duty, statute, startMs, atRiskMs, dueMs } = clock;
    if (!isOwed(clock) || startMs === null || dueMs === null || atRiskMs === null) return [];
    const citation = `${statute.name}, ${duty.citation}`;
    const of = { duty: duty.id, citation, incident, startMs, atRiskMs, dueMs };
    return [{ record, kind: "report" as const, of, owner: record.owner, waits: false }];
  });
}

function kindOf(name: ClockTimes["name"]): "work" | "action" | "acceptance" {
  if (name === "acceptance") return "acceptance";
  return name.startsWith("action ") ? "action" : "work";
}

/** What is due soonest, the graver of two before the other; no two items are alike. */
export function byDue(a: DueItem, b: DueItem): number {
  return (
    a.of.dueMs - b.of.dueMs ||
    severityRank(b.record.severity) - severityRank(a.record.severity) ||
    before(a.record.id, b.record.id) ||
    before(keyOf(a), keyOf(b))
  );
}

/** Whether an item comes after a place of the same instant, as `byDue` orders them. */
export function isBehind(
  item: DueItem,
  place: { readonly severity: Severity; readonly id: string },
): boolean {
  const [record = ""] = place.id.split(" ", 1);
  const key = place.id.slice(record.length + 1);
  const order =
    severityRank(place.severity) - severityRank(item.record.severity) ||
    before(item.record.id, record) ||
    before(keyOf(item), key);
  return order > 0;
}

function before(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** The same for as long as it is the same. */
export function idOf(item: DueItem): string {
  return `${item.record.id} ${keyOf(item)}`;
}

function keyOf({ of }: DueItem): string {
  return "duty" in of ? of.duty : `${of.name} ${of.round}`;
}

/** How an item stands at an instant; `used` of its time from 0, above 1 where it was exceeded. */
export function standingOf(
  { of }: DueItem,
  { book, statutes }: DueTerms,
  nowMs: number,
): { readonly clock: string; readonly state: DueState; readonly used: number } {
  const terms = book.terms();
  const state = dueState(of, nowMs);
  if (!("duty" in of)) return { clock: of.name, state, used: clockAt(of, terms, nowMs).used };
  const atRisk = terms.policy.statutoryAtRisk;
  const owed = statutoryClocks(of.incident, statutes, { atRisk, nowMs }).find(
    ({ duty }) => duty.id === of.duty,
  );
  return { clock: of.citation, state, used: owed?.used ?? 0 };
}

/** How what is not met stands; its calendar is not asked. */
export function dueState(of: Pick<ClockTimes, "atRiskMs" | "dueMs">, nowMs: number): DueState {
  if (nowMs >= of.dueMs) return "breached";
  return nowMs >= of.atRiskMs ? "at_risk" : "on_track";
}
