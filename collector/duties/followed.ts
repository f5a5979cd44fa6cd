import {
  type ClockTerms,
  type IncidentHistory,
  isOpen,
  type Nonconformity,
} from "@tiltmeter/rules";
import type { ClockBook } from "./clock-book.ts";
import { type DueItem, type DueTerms, dueOf } from "./due-items.ts";
import { DueOrder } from "./due-order.ts";
import type { DutyState } from "./duty-state.ts";

/** What falls due of one record, for as long as nothing that it follows from changes. */
interface Entry {
  readonly record: Nonconformity;
  readonly incident: IncidentHistory | undefined;
  readonly terms: ClockTerms;
  readonly items: readonly DueItem[];
  /** Up to when something is recorded of it. */
  readonly sinceMs: number;
  /** The instant for which it was found; where that is before `sinceMs`, it changes with time. */
  readonly foundMs: number;
}

/** What is followed, and by what its clocks are computed. */
export interface FollowedSources extends DueTerms {
  readonly state: () => Pick<DutyState, "nonconformities" | "incidents">;
  readonly book: Pick<ClockBook, "kept" | "forget" | "terms">;
  /** Ids whose records may differ between two states, in the order of the later one; null: any may. */
  readonly changed: (
    before: ReadonlyMap<string, Nonconformity>,
    now: ReadonlyMap<string, Nonconformity>,
  ) => Iterable<string> | null;
}

/** The order of what falls due in the present state, in which only what changed is looked at again. */
export function createFollowed(of: FollowedSources): (nowMs: number) => DueOrder {
  const order = new DueOrder();
  const entries = new Map<string, Entry>();
  let last: (ReturnType<typeof of.state> & Pick<Entry, "terms">) | null = null;
  let [sinceMs, isAhead] = [Number.NEGATIVE_INFINITY, false];

  function entryOf(
    known: Entry | undefined,
    now: Pick<Entry, "record" | "incident" | "terms">,
    nowMs: number,
  ): Entry | null {
    const { record, incident } = now;
    if (!isOpen(record) && incident === undefined) return null;
    const isStill =
      known?.record === record && known.incident === incident && known.terms === now.terms;
    const isSettled =
      known !== undefined && nowMs >= known.sinceMs && known.foundMs >= known.sinceMs;
    if (isStill && isSettled) return known;
    return { ...now, foundMs: nowMs, ...dueOf(record, incident, of, nowMs) };
  }

  return (nowMs) => {
    const { nonconformities, incidents } = of.state();
    const terms = of.book.terms();
    const hasIncidents = last?.incidents === incidents;
    const isSame = last?.nonconformities === nonconformities && last.terms === terms;
    if (isSame && hasIncidents && !isAhead && nowMs >= sinceMs) return order;
    // Time alone changes nothing where all that is recorded was so before.
    const isOnlyRecords = hasIncidents && last?.terms === terms && !isAhead && nowMs >= sinceMs;
    const ids =
      isOnlyRecords && last !== null ? of.changed(last.nonconformities, nonconformities) : null;
    const changed: { readonly id: string; readonly entry: Entry | null }[] = [];
    const [gone, fresh]: [DueItem[], DueItem[]] = [[], []];
    let [latestMs, isAny] = [isOnlyRecords ? sinceMs : Number.NEGATIVE_INFINITY, false];
    for (const record of ids === null ? nonconformities.values() : found(ids, nonconformities)) {
      const { id } = record;
      const known = entries.get(id);
      const entry = entryOf(known, { record, incident: incidents.get(id), terms }, nowMs);
      if (entry !== null) {
        if (entry.sinceMs > latestMs) latestMs = entry.sinceMs;
        isAny ||= entry.foundMs < entry.sinceMs;
      }
      if (entry === (known ?? null)) continue;
      changed.push({ id, entry });
      for (const item of known?.items ?? []) gone.push(item);
      for (const item of entry?.items ?? []) fresh.push(item);
    }
    // All at once: where something could not be computed, everything is as it was.
    if (gone.length > 0 || fresh.length > 0) order.replace(gone, fresh);
    for (const { id, entry } of changed) {
      if (entry !== null) entries.set(id, entry);
      else {
        entries.delete(id);
        of.book.forget(id);
      }
    }
    [sinceMs, isAhead] = [latestMs, isAny];
    last = { nonconformities, incidents, terms };
    return order;
  };
}

function* found(
  ids: Iterable<string>,
  records: ReadonlyMap<string, Nonconformity>,
): Iterable<Nonconformity> {
  for (const id of ids) {
    const record = records.get(id);
    if (record !== undefined) yield record;
  }
}
