import { isWithin, type Severity } from "@tiltmeter/rules";
import {
  byDue,
  DUE_KINDS,
  type DueItem,
  type DueKind,
  type DueState,
  dueState,
  idOf,
  isBehind,
  standingOf,
} from "./due-items.ts";
import type { DueOrder, DueRow } from "./due-order.ts";
import { createFollowed, type FollowedSources } from "./followed.ts";

/** Which of what falls due: whatever is absent asks nothing. */
export interface WorklistQuery {
  /** Names of who asks. */
  readonly by: readonly string[];
  readonly isMine?: boolean;
  /** Of names as the ledger has them. */
  readonly isOwner?: (owner: string) => boolean;
  readonly system?: string;
  readonly state?: DueState;
  readonly kind?: DueKind;
  /** What comes first of each system, at most two of it, and nothing else. */
  readonly isFirstOfSystem?: boolean;
  /** Only of records about some of these systems and no other. */
  readonly within?: readonly string[];
  /** Where the page before ended. */
  readonly after?: DuePlace;
  readonly limit: number;
}

/** Where an item stands: it may be gone, and others still come after it. */
export interface DuePlace extends Pick<Due, "id" | "dueMs" | "isMine"> {
  readonly severity: Severity;
}

/** Something that falls due, as it stands. */
export interface Due extends Pick<DueItem, "record" | "kind"> {
  readonly id: string;
  /** A clock's name, or of a report its citation. */
  readonly clock: string;
  readonly startMs: number;
  readonly dueMs: number;
  /** Null: nobody. */
  readonly owner: string | null;
  readonly isMine: boolean;
  readonly state: DueState;
  readonly used: number;
}

/** One page of what falls due, and what there is besides. */
export interface WorklistPage {
  readonly items: readonly Due[];
  /** As many fit. */
  readonly total: number;
  readonly isMore: boolean;
  /** Of all, whatever was asked. */
  readonly all: number;
  readonly counts: Readonly<Record<DueState, number>>;
  readonly systems: ReadonlySet<string>;
  readonly owners: ReadonlySet<string>;
}

/** One page of what falls due at an instant. */
export type Worklist = (query: WorklistQuery, nowMs: number) => WorklistPage;

interface Sources extends FollowedSources {
  /** Who answers for a system as declared; null: nobody. */
  readonly ownerOf: (system: string) => string | null;
}

/**
 * What falls due of all records, the asker's own first, then the soonest.
 *
 * The clocks are the book's, of which those of changed records alone are computed again. A question looks
 * once over numbers, and only the items of its page are put together: at a hundred thousand open records
 * seconds at first, tens of milliseconds from then on.
 */
export function createWorklist(of: Sources): Worklist {
  const follow = createFollowed(of);
  return (query, nowMs) => {
    const order = follow(nowMs);
    const look = createLook(query, order, of.ownerOf);
    const { after } = query;
    const within = query.within === undefined ? null : new Set(query.within);
    const isAmong = ({ record }: DueItem): boolean => within === null || isWithin(record, within);
    const isLater = (isMine: boolean, { dueMs }: DueRow, item: () => DueItem): boolean => {
      if (after === undefined) return true;
      if (isMine !== after.isMine) return after.isMine;
      return dueMs === after.dueMs ? isBehind(item(), after) : dueMs > after.dueMs;
    };
    // Of the asker's own and of the others, of both runs: the first of each that may be on the page.
    const first = new Map([0, 1, 2, 3].map((part): [number, DueItem[]] => [part, []]));
    const counts = { on_track: 0, at_risk: 0, breached: 0 };
    const [systems, owners] = [new Set<number>(), new Set<number>()];
    let [all, total, later] = [0, 0, 0];
    // Both runs are in order, so that the first of either is among the first two.
    const begun = [new Set<number>(), new Set<number>()] as const;
    const isFirst = ({ system, isBeside }: DueRow): boolean => {
      const known = begun[isBeside ? 1 : 0];
      return !known.has(system) && known.add(system).size > 0;
    };
    order.each((row, item) => {
      const { isShown, isMine, fits, state, owner } = look(row, nowMs);
      // The columns know one system of a record; whether it spans others the record itself does.
      if (!isShown || !isAmong(item())) return;
      all += 1;
      counts[state] += 1;
      systems.add(row.system);
      if (owner >= 0) owners.add(owner);
      if (!fits || (query.isFirstOfSystem === true && !isFirst(row))) return;
      total += 1;
      if (!isLater(isMine, row, item)) return;
      later += 1;
      const part = first.get((isMine ? 0 : 2) + (row.isBeside ? 1 : 0));
      if (part !== undefined && part.length < query.limit) part.push(item());
    });
    const [mine, mineBeside, others, othersBeside] = [...first.values()];
    const joined = (...parts: (readonly DueItem[] | undefined)[]): readonly DueItem[] =>
      parts.flatMap((part) => part ?? []).sort(byDue);
    const items = [...joined(mine, mineBeside), ...joined(others, othersBeside)];
    const shown = items.slice(0, query.limit);
    return {
      items: shown.map((item): Due => {
        const { isMine, owner } = look(order.rowOf(item), nowMs);
        const { startMs, dueMs } = item.of;
        const said = { id: idOf(item), record: item.record, kind: item.kind, startMs, dueMs };
        const name = order.owners.all[owner] ?? null;
        return { ...said, owner: name, isMine, ...standingOf(item, of, nowMs) };
      }),
      ...{ total, isMore: later > shown.length, all, counts },
      systems: named(systems, order.systems.all),
      owners: named(owners, order.owners.all),
    };
  };
}

/** What a question wants to know of a row. */
interface Seen {
  isShown: boolean;
  isMine: boolean;
  fits: boolean;
  state: DueState;
  /** Number of its name; -1: nobody. */
  owner: number;
}

/** Looks at rows for a question. What is seen is the same object each time. */
function createLook(
  query: WorklistQuery,
  order: DueOrder,
  ownerOf: Sources["ownerOf"],
): (row: DueRow, nowMs: number) => Seen {
  const [systems, by] = [order.systems.all, new Set(query.by)];
  const declared = remembered((system) => {
    const name = ownerOf(systems[system] ?? "");
    return name === null ? -1 : order.owners.numberOf(name);
  });
  const nameOf = (owner: number): string => order.owners.all[owner] ?? "";
  const isMine = remembered((owner) => by.has(nameOf(owner)));
  const isAsked = remembered((owner) => query.isOwner?.(nameOf(owner)) ?? true);
  const kind = query.kind === undefined ? -1 : DUE_KINDS.indexOf(query.kind);
  const within = query.within === undefined ? null : new Set(query.within);
  const isWithinReach = remembered((system) => within?.has(systems[system] ?? "") ?? true);
  const isSystem = remembered(
    (system) => query.system === undefined || systems[system] === query.system,
  );
  const seen: Seen = { isShown: true, isMine: true, fits: true, state: "on_track", owner: -1 };
  return (row, nowMs) => {
    seen.isShown = row.fromMs <= nowMs && isWithinReach(row.system);
    seen.owner = row.owner >= 0 ? row.owner : declared(row.system);
    seen.isMine = seen.owner >= 0 && isMine(seen.owner);
    seen.state = dueState(row, nowMs);
    seen.fits =
      seen.isShown &&
      (query.state === undefined || query.state === seen.state) &&
      (kind === -1 || kind === row.kind) &&
      isSystem(row.system) &&
      (query.isMine !== true || seen.isMine) &&
      (query.isOwner === undefined || (seen.owner >= 0 && isAsked(seen.owner)));
    return seen;
  };
}

/** Asks once of each number. */
function remembered<T>(ask: (number: number) => T): (number: number) => T {
  const known: (T | undefined)[] = [];
  return (number) => {
    const found = known[number] ?? ask(number);
    known[number] = found;
    return found;
  };
}

function named(numbers: ReadonlySet<number>, names: readonly string[]): ReadonlySet<string> {
  return new Set([...numbers].map((number) => names[number] ?? ""));
}
