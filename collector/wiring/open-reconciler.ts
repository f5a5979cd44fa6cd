import { unreconciledMatter } from "../evaluator/own-evidence.ts";
import type { Journal } from "../journal/journal.ts";
import type { GovernanceState } from "../ledger/state.ts";
import {
  type ReconciledEntry,
  type Reconciler,
  reconciledInWords,
  startReconciler,
} from "../seals/reconciler.ts";
import type { Store } from "../store/store.ts";
import type { Closing } from "./closing.ts";
import type { Keeping } from "./keeping.ts";
import { said } from "./said.ts";

/** Compares the store with the journal, hourly; ends with `closing`. */
export interface Reconciliation {
  readonly reconciler: Reconciler;
  /** What the last comparison with this journal found; null: there was none. */
  readonly last: () => ReconciledEntry | null;
  /** In words, where it found a difference; null: none is known. */
  readonly difference: () => string | null;
  /** Every difference that there ever was. */
  readonly differences: () => readonly { readonly atMs: number; readonly says: string }[];
}

/** What the store has of each batch is counted once more, an hour later at most, and recorded. */
export function openReconciler(
  of: Pick<Keeping, "ledger" | "content" | "hash" | "engine"> & {
    readonly now: () => number;
    readonly journal: Pick<Journal, "id" | "counted" | "recovery">;
    readonly seals: Pick<Store["seals"], "count">;
    readonly closing: Closing;
    readonly log: (line: string) => void;
  },
): Reconciliation {
  const { ledger, journal, closing, log } = of;
  const last = (): ReconciledEntry | null => ledger.state.reconciled.get(journal.id) ?? null;

  async function record(entry: ReconciledEntry): Promise<void> {
    const says = reconciledInWords(entry);
    const raise =
      entry.agrees === false
        ? await unreconciledMatter(of, {
            ...{ journal: entry.journal, says, atMs: entry.atMs, detail: entry },
            differing: differing(entry),
          })
        : () => [];
    await ledger.transact((state) => {
      const isNext = (state.reconciled.get(entry.journal)?.toSeq ?? 0) < entry.fromSeq;
      return { entries: isNext ? [entry, ...raise(state)] : [], result: undefined };
    });
    if (entry.agrees === false) log(`the store does not have what the journal took: ${says}`);
  }

  const reconciler = closing.loop(
    startReconciler({
      ...{ journal: journal.id, now: of.now, record },
      counted: () => journal.counted,
      gaps: () => journal.recovery.gaps,
      count: (range) => of.seals.count(range),
      destroyed: (range) => destroyedIn(ledger.state, range),
      state: () => ledger.state,
      onError: (error) => log(`the store was not compared with the journal: ${said(error)}`),
    }),
    (it) => it.stop(),
  );
  return {
    reconciler,
    last,
    difference: () => {
      const entry = last();
      return entry?.agrees === false ? reconciledInWords(entry) : null;
    },
    differences: () =>
      ledger.state.unreconciled.map((entry) => ({
        atMs: entry.atMs,
        says: reconciledInWords(entry),
      })),
  };
}

/** Further rows of a record that has one elsewhere; see `store/seals/count-rows.ts`. */
const BESIDE: ReadonlySet<string> = new Set(["features_v1", "calls_v1", "content_v1"]);

function destroyedIn(
  { erasures }: Pick<GovernanceState, "erasures">,
  range: { readonly journal: string; readonly fromSeq: number; readonly toSeq: number },
): number {
  const places = new Set<string>();
  for (const { rows } of erasures) {
    for (const each of rows) {
      const isIn =
        each.journal === range.journal && each.seq >= range.fromSeq && each.seq <= range.toSeq;
      if (!isIn || BESIDE.has(each.table)) continue;
      for (const row of each.rows) places.add(`${each.seq}/${row}`);
    }
  }
  return places.size;
}

function differing({ expected, stored, destroyed, tables }: ReconciledEntry): number {
  const twice = tables.reduce((sum, { rows, places }) => sum + rows - places, 0);
  return Math.max(1, twice, expected === null ? 0 : Math.abs(expected - stored - destroyed));
}
