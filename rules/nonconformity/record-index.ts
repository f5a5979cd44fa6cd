import type { Severity } from "../control/control.ts";
import {
  NONCONFORMITY_STATES,
  type Nonconformity,
  type NonconformityState,
  type Source,
} from "./nonconformity.ts";
import { byUrgency, isOpen } from "./passages.ts";
import { SEVERITIES } from "./severity.ts";

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
  /** Id of the last record of the page before; absent: from the first, or from `offset`. */
  readonly after?: string;
  readonly offset?: number;
  readonly limit: number;
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
 * One page of those that fit; null where `after` is of none of them. Cost: one pass over the records.
 * `titleOf` says a title where the record itself only points to it.
 */
export function selectRecords(
  index: RecordIndex,
  query: RecordQuery,
  titleOf: (record: Nonconformity) => string = ({ controlTitle }) => controlTitle,
): RecordPage | null {
  const { counts, systems, owners } = index;
  const text = query.text?.trim().toLowerCase() ?? "";
  const hasText = (record: Nonconformity): boolean =>
    [record.id, record.system, titleOf(record)].some((each) => each.toLowerCase().includes(text));
  const fitting = index.inbox.filter(
    (record) => fits(record, query) && (text === "" || hasText(record)),
  );
  const last = query.after === undefined ? -1 : fitting.findIndex(({ id }) => id === query.after);
  if (query.after !== undefined && last === -1) return null;
  const offset = query.after === undefined ? (query.offset ?? 0) : last + 1;
  const items = fitting.slice(offset, offset + query.limit);
  return { items, total: fitting.length, offset, counts, systems, owners };
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
