import { startRounds } from "./rounds.ts";
import type { SeqRange } from "./seq-range.ts";

/** What the journal has counted itself; see `journal/record-count.ts`. */
interface Counted {
  readonly afterSeq: number;
  readonly upToSeq: number;
  readonly records: number;
}

/** As the ledger records it. */
export interface ReconciledEntry extends SeqRange {
  readonly type: "store_reconciled";
  readonly atMs: number;
  readonly by: string;
  readonly expected: number | null;
  readonly stored: number;
  readonly destroyed: number;
  readonly tables: readonly {
    readonly table: string;
    readonly rows: number;
    readonly places: number;
  }[];
  readonly counted: { readonly afterSeq: number; readonly records: number };
  readonly agrees: boolean | null;
}

interface State {
  readonly reconciled: ReadonlyMap<
    string,
    {
      readonly toSeq: number;
      readonly atMs: number;
      readonly counted: { readonly afterSeq: number; readonly records: number };
    }
  >;
}

/** What the reconciler takes from the journal, the store and the ledger; `app.ts` introduces them. */
export interface ReconcilerDependencies {
  readonly journal: string;
  /** Of the batches that the store has, verified. */
  readonly counted: () => Counted;
  /** Parts of the journal that were lost: nobody knows what they held. */
  readonly gaps: () => readonly { readonly afterSeq: number; readonly beforeSeq: number | null }[];
  readonly count: (range: SeqRange) => Promise<{
    readonly tables: ReconciledEntry["tables"];
    readonly records: number;
  }>;
  /** Records of a range of which an act of the ledger destroyed the row. */
  readonly destroyed: (range: SeqRange) => number;
  readonly state: () => State;
  /** Records it, and raises what it says; nothing where the ledger has gone on meanwhile. */
  readonly record: (entry: ReconciledEntry) => Promise<void>;
  readonly now: () => number;
  /** Told once for every failed attempt; the loop goes on. */
  readonly onError: (error: unknown) => void;
}

/** Compares what the store has with what the journal counted, for as long as it runs. */
export interface Reconciler {
  /** Compares what has come since the last time, whenever that was; null: nothing has. */
  readonly reconcile: () => Promise<ReconciledEntry | null>;
  readonly stop: () => Promise<void>;
}

/** What came in an hour is counted once. */
const EVERY_MS = 3_600_000;
const LOOK_MS = 60_000;

/** Starts the loop: hourly by the ledger, so that a restart neither leaves an hour out nor counts one twice. */
export function startReconciler(of: ReconcilerDependencies): Reconciler {
  const startedMs = of.now();

  async function next(): Promise<ReconciledEntry | null> {
    const counted = of.counted();
    const range = rangeOf(of.journal, of.state().reconciled.get(of.journal), counted);
    if (range === null) return null;
    const { expected, ...batches } = range;
    const { tables, records: stored } = await of.count(batches);
    const destroyed = of.destroyed(batches);
    const isKnown = expected !== null && !of.gaps().some((gap) => touches(gap, batches));
    const isOnce = tables.every(({ rows, places }) => rows === places);
    const entry: ReconciledEntry = {
      ...{ type: "store_reconciled", atMs: of.now(), by: "tiltmeter", ...batches },
      expected: isKnown ? expected : null,
      ...{ stored, destroyed, tables },
      counted: { afterSeq: counted.afterSeq, records: counted.records },
      agrees: isOnce ? (isKnown ? isAll({ expected, stored, destroyed }) : null) : false,
    };
    await of.record(entry);
    return entry;
  }

  function isDue(): boolean {
    const last = of.state().reconciled.get(of.journal)?.atMs ?? startedMs;
    return Math.abs(of.now() - last) >= EVERY_MS;
  }

  const rounds = startRounds({
    look: async () => {
      if (isDue()) await next();
      return LOOK_MS;
    },
    ...{ everyMs: LOOK_MS, onError: of.onError },
  });
  return { reconcile: () => rounds.inTurn(next), stop: rounds.stop };
}

/** What has come since the last time, and how many records the journal counted of it; null: nothing has. */
function rangeOf(
  journal: string,
  last: Pick<ReconciledEntry, "toSeq" | "counted"> | undefined,
  { afterSeq, upToSeq, records }: Counted,
): (SeqRange & { readonly expected: number | null }) | null {
  const beforeSeq = Math.max(last?.toSeq ?? 0, afterSeq);
  if (upToSeq <= beforeSeq) return null;
  const range = { journal, fromSeq: beforeSeq + 1, toSeq: upToSeq };
  if (last?.counted.afterSeq === afterSeq) {
    return { ...range, expected: records - last.counted.records };
  }
  // Counted anew since: from a batch on that was compared already nobody knows how much of it is what follows.
  return { ...range, expected: beforeSeq === afterSeq ? records : null };
}

/** A row that an erasure destroys may still be there: it is recorded before it is done. */
function isAll(of: { expected: number; stored: number; destroyed: number }): boolean {
  return of.stored <= of.expected && of.expected <= of.stored + of.destroyed;
}

function touches(
  { afterSeq, beforeSeq }: { readonly afterSeq: number; readonly beforeSeq: number | null },
  { fromSeq, toSeq }: SeqRange,
): boolean {
  return afterSeq < toSeq && (beforeSeq ?? Number.POSITIVE_INFINITY) > fromSeq;
}

/** What a comparison found, in a line. */
export function reconciledInWords(of: Omit<ReconciledEntry, "type" | "by">): string {
  const batches = `batches ${of.fromSeq} to ${of.toSeq} of journal ${of.journal}`;
  const twice = of.tables.filter(({ rows, places }) => rows !== places);
  if (twice.length > 0) {
    const where = twice.map(({ table, rows, places }) => `${rows - places} of ${table}`);
    return `${batches}: rows are in the store more than once, ${where.join(", ")}`;
  }
  const held =
    of.destroyed === 0
      ? `${of.stored} records`
      : `${of.stored} records and destroyed ${of.destroyed}`;
  if (of.expected === null) {
    return `${batches}: the store has ${held}, and how many the journal took is not known`;
  }
  return `${batches}: the journal took ${of.expected} records, the store has ${held}`;
}
