import type { Severity } from "../control/control.ts";
import {
  NONCONFORMITY_STATES,
  type Nonconformity,
  type NonconformityState,
  type Source,
} from "./nonconformity.ts";
import { byUrgency, isOpen } from "./passages.ts";
import { SEVERITIES, severityRank } from "./severity.ts";

/** Which records: whatever is absent asks nothing. */
export interface RecordQuery {
  readonly state?: "open" | "ended" | NonconformityState;
  readonly severity?: Severity;
  readonly system?: string;
  /** Empty: those that nobody owns. */
  readonly owner?: string;
  readonly source?: Source;
  readonly control?: string;
  /** Stands in the number, the title or the system's name, in any case. */
  readonly text?: string;
  /** Only records that are about some of these systems and no other; counts and names are theirs too. */
  readonly within?: readonly string[];
  /** Where the page before ended; absent: from the first, or from `offset`. */
  readonly after?: RecordPlace;
  readonly offset?: number;
  readonly limit: number;
}

/** Where a record stands in an inbox. It outlives the record's moves: others still come before and after it. */
export interface RecordPlace extends Pick<Nonconformity, "severity" | "raisedMs" | "id"> {
  readonly isOpen: boolean;
}

/** One page of records, and what there is besides. */
export interface RecordPage {
  readonly items: readonly Nonconformity[];
  /** As many fit. */
  readonly total: number;
  /** Position of the first item among those that fit. */
  readonly offset: number;
  /** Of all records, whatever was asked. */
  readonly counts: Readonly<Record<NonconformityState, number>>;
  readonly systems: readonly string[];
  readonly owners: readonly string[];
}

/** Records in the order of an inbox, with what they have in common. */
export interface RecordIndex extends Pick<RecordPage, "counts" | "systems" | "owners"> {
  /** Open before ended; open ones the gravest and oldest first, ended ones the newest first. */
  readonly inbox: readonly Nonconformity[];
}

/**
 * Orders records for reading. Cost: one pass, where they come in the order of their raise, as they do
 * out of a ledger.
 */
export function indexRecords(records: Iterable<Nonconformity>): RecordIndex {
  const open = new Map<Severity, Nonconformity[]>(SEVERITIES.map((each) => [each, []]));
  const ended: Nonconformity[] = [];
  const counts = new Map<NonconformityState, number>();
  const [systems, owners] = [new Set<string>(), new Set<string>()];
  for (const record of records) {
    (isOpen(record) ? (open.get(record.severity) ?? ended) : ended).push(record);
    counts.set(record.state, (counts.get(record.state) ?? 0) + 1);
    systems.add(record.system);
    if (record.owner !== null) owners.add(record.owner);
  }
  const gravestFirst = [...SEVERITIES].reverse().flatMap((each) => open.get(each) ?? []);
  // Each run is in order already, which sorting sees in one pass.
  const oldestFirst = ended.sort((a, b) => a.raisedMs - b.raisedMs);
  return {
    inbox: [...gravestFirst.sort(byUrgency), ...oldestFirst.reverse()],
    counts: Object.fromEntries(
      NONCONFORMITY_STATES.map((state) => [state, counts.get(state) ?? 0]),
    ) as RecordIndex["counts"], // one for each of the states
    systems: [...systems].filter((each) => each !== "").sort(),
    owners: [...owners].sort(),
  };
}

/**
 * One page of those that fit. Cost: one pass over the records.
 * `titleOf` says a title where the record itself only points to it.
 */
export function selectRecords(
  index: RecordIndex,
  query: RecordQuery,
  titleOf: (record: Nonconformity) => string = ({ controlTitle }) => controlTitle,
): RecordPage {
  const { counts, systems, owners } = index;
  const { after, limit } = query;
  const text = query.text?.trim().toLowerCase() ?? "";
  const hasText = (record: Nonconformity): boolean =>
    [record.id, record.system, titleOf(record)].some((each) => each.toLowerCase().includes(text));
  const fitting = index.inbox.filter(
    (record) => fits(record, query) && (text === "" || hasText(record)),
  );
  const first =
    after === undefined
      ? (query.offset ?? 0)
      : fitting.findIndex((record) => byPlace(placeOf(record), after) > 0);
  const offset = first === -1 ? fitting.length : first;
  const items = fitting.slice(offset, offset + limit);
  return { items, total: fitting.length, offset, counts, systems, owners };
}

/** Where a record stands now. */
export function placeOf(record: Nonconformity): RecordPlace {
  const { severity, raisedMs, id } = record;
  return { isOpen: isOpen(record), severity, raisedMs, id };
}

/** As `indexRecords` orders them; numbers count up with the raise. */
function byPlace(a: RecordPlace, b: RecordPlace): number {
  if (a.isOpen !== b.isOpen) return a.isOpen ? -1 : 1;
  if (a.id === b.id && a.severity === b.severity) return 0;
  const older = a.raisedMs - b.raisedMs || a.id.length - b.id.length || (a.id < b.id ? -1 : 1);
  return a.isOpen ? severityRank(b.severity) - severityRank(a.severity) || older : -older;
}

function fits(record: Nonconformity, of: RecordQuery): boolean {
  return (
    fitsState(record, of.state) &&
    (of.severity === undefined || record.severity === of.severity) &&
    (of.system === undefined || record.system === of.system) &&
    (of.owner === undefined || (record.owner ?? "") === of.owner) &&
    (of.source === undefined || record.source === of.source) &&
    (of.control === undefined || record.control === of.control)
  );
}

function fitsState(record: Nonconformity, state: RecordQuery["state"]): boolean {
  switch (state) {
    case undefined:
      return true;
    case "open":
      return isOpen(record);
    case "ended":
      return !isOpen(record);
    default:
      return record.state === state;
  }
}
