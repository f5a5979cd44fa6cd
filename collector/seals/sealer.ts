import { startRounds } from "./rounds.ts";
import type { SeqRange } from "./seq-range.ts";

/** What the store says of the batches that it has read back. */
interface MadeSeal {
  readonly toSeq: number;
  readonly rows: number;
  readonly tables: readonly {
    readonly table: string;
    readonly rows: number;
    readonly root: string;
  }[];
  readonly encoder: number;
  readonly schema: string;
  readonly ranges: readonly ProducerRange[];
  readonly repeats: number;
  readonly conflicts: number;
  readonly receivedFromMs: number | null;
  readonly receivedToMs: number | null;
}

interface ProducerRange {
  readonly system: string;
  readonly producer: string;
  readonly class: string;
  readonly from: number;
  readonly to: number;
  readonly absent: number;
  readonly issued: number | null;
  readonly dropped: number | null;
}

/** As the ledger records it. */
export interface SealEntry extends Omit<MadeSeal, "receivedFromMs" | "receivedToMs"> {
  readonly type: "batch_sealed";
  readonly atMs: number;
  readonly by: string;
  readonly journal: string;
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly receivedFromMs: number;
  readonly receivedToMs: number;
  readonly rangesTotal: number;
  readonly rangesDigest: string;
  readonly dropped: number | null;
  readonly collector: string;
  readonly engine: string;
}

interface State {
  readonly seals: ReadonlyMap<string, { readonly toSeq: number }>;
}

/** What the sealer takes from the journal, the store and the ledger; `app.ts` introduces them. */
export interface SealerDependencies {
  readonly journal: string;
  /** Every batch up to here is in the store, verified. */
  readonly appliedSeq: () => number;
  /** Seals the batches at the beginning of a range, up to so many rows; one batch at least. */
  readonly make: (range: SeqRange, rowsMax: number) => Promise<MadeSeal>;
  /** Is telemetry waiting for the store? Then it goes first, within bounds. Absent: never. */
  readonly isBusy?: () => boolean;
  readonly state: () => State;
  readonly transact: <T>(
    decide: (state: State) => { readonly entries: readonly SealEntry[]; readonly result: T },
  ) => Promise<T>;
  /** SHA-256 of the canonical JSON of a value, hex. */
  readonly digest: (value: unknown) => string;
  readonly now: () => number;
  readonly collector: string;
  readonly engine: string;
  /** Rows that share a seal at most; absent: 65,536. */
  readonly rowsMax?: number;
  /** Told once for every failed attempt; the loop goes on. */
  readonly onError: (error: unknown) => void;
}

/** Seals what has been applied, for as long as it runs. */
export interface Sealer {
  /** Seals what waits now, in groups, and resolves with how many seals that were. */
  readonly seal: () => Promise<number>;
  /** Ends after the seal in progress; what waits is sealed after the next start. */
  readonly stop: () => Promise<void>;
}

/**
 * Under load about as many rows as are inserted at once share a seal, an entry of the ledger every second or so. They lie in
 * the parts that they came in: once those are merged, a seal of a few batches reads the rows of a dozen chunks.
 */
const ROWS_MAX = 65_536;
/** Batches that are asked about at once, however few rows they had lately. */
const BATCHES_MAX = 20_000;
/** What a batch is taken for until one was seen. */
const ROWS_A_BATCH = 500;
/** What is applied is sealed after this at the latest: until then nobody would see it change. */
const EVERY_MS = 10_000;
/** Looking costs nothing: nobody is asked before a seal is due. */
const LOOK_MS = 1_000;
/** So long may seals be held back while telemetry waits for the store; then they take their turn beside it. */
const HELD_BACK_MS_MAX = 60_000;
/** While a long history is sealed, the engine is others' in between. */
const BEHIND_MS = 100;
/** What an entry of the ledger has room for; all of them stand beside the leaves. */
const RANGES_MAX = 50;

/**
 * Starts the loop. The rows are read back from the store, the ledger says their roots, and its fold takes
 * the next batch alone: a crash anywhere leaves a seal that was made or one that is made again.
 */
export function startSealer(of: SealerDependencies): Sealer {
  /** When the batch that waits longest was first seen waiting. */
  let waitingMs: number | null = null;
  const { rowsMax = ROWS_MAX } = of;
  let rowsABatch = ROWS_A_BATCH;

  const sealedSeq = (): number => of.state().seals.get(of.journal)?.toSeq ?? 0;

  /** The next group; false where none is due. */
  async function next(isAll: boolean): Promise<boolean> {
    const [fromSeq, appliedSeq] = [sealedSeq() + 1, of.appliedSeq()];
    if (appliedSeq < fromSeq) {
      waitingMs = null;
      return false;
    }
    waitingMs ??= of.now();
    if (!isAll && !isDue(appliedSeq - fromSeq + 1, of.now() - waitingMs)) return false;
    // Twice what is likely to be taken: asking about a long history for one seal would cost as much as the seal.
    const batches = Math.ceil((2 * rowsMax) / rowsABatch);
    const toSeq = Math.min(appliedSeq, fromSeq + Math.min(batches, BATCHES_MAX) - 1);
    const sealed = await sealRange({ journal: of.journal, fromSeq, toSeq });
    rowsABatch = Math.max(1, sealed.rows / (sealed.toSeq - fromSeq + 1));
    if (sealed.toSeq === appliedSeq) waitingMs = null;
    return true;
  }

  function isDue(batches: number, waitedMs: number): boolean {
    if (waitedMs < HELD_BACK_MS_MAX && of.isBusy?.() === true) return false;
    return waitedMs >= EVERY_MS || batches * rowsABatch >= rowsMax;
  }

  async function sealRange(range: SeqRange): Promise<MadeSeal> {
    const whole = await of.make(range, rowsMax);
    const { ranges, receivedFromMs, receivedToMs, ...made } = whole;
    const atMs = of.now();
    const said = ranges.flatMap(({ dropped }) => (dropped === null ? [] : [dropped]));
    const entry: SealEntry = {
      ...{ type: "batch_sealed", atMs, by: "tiltmeter", ...range, ...made },
      receivedFromMs: receivedFromMs ?? atMs,
      receivedToMs: receivedToMs ?? atMs,
      ranges: ranges.slice(0, RANGES_MAX).map(cut),
      rangesTotal: ranges.length,
      rangesDigest: of.digest(ranges),
      dropped: said.length === 0 ? null : said.reduce((sum, each) => sum + each, 0),
      collector: of.collector,
      engine: of.engine,
    };
    // Sealed meanwhile by whoever: then this one is not needed.
    await of.transact(({ seals }) => {
      const isNext = (seals.get(range.journal)?.toSeq ?? 0) + 1 === range.fromSeq;
      return { entries: isNext ? [entry] : [], result: undefined };
    });
    return whole;
  }

  async function all(): Promise<number> {
    let seals = 0;
    while (await next(true)) seals += 1;
    return seals;
  }

  const rounds = startRounds({
    look: async () => ((await next(false)) ? BEHIND_MS : LOOK_MS),
    ...{ everyMs: LOOK_MS, onError: of.onError },
  });
  return { seal: () => rounds.inTurn(all), stop: rounds.stop };
}

/** Names come from senders; an entry has 64 KiB. */
function cut(range: ProducerRange): ProducerRange {
  const { system, producer } = range;
  return {
    ...range,
    system: nameInShort(system),
    producer: nameInShort(producer),
  };
}

const NAME_CHARACTERS_MAX = 64;

/** Never half of a pair. */
function nameInShort(name: string): string {
  return name.slice(0, NAME_CHARACTERS_MAX).replace(/[\uD800-\uDBFF]$/, "");
}
