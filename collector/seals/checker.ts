/** A seal of the ledger, as far as it is compared with rows. */
export interface Seal {
  readonly journal: string;
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly tables: readonly {
    readonly table: string;
    readonly rows: number;
    readonly root: string;
  }[];
  readonly encoder: number;
}

/** What became of the rows of one table under a seal; see `store/seals/examine.ts`. */
type TableVerdict = Sound | Unsound;

type Sound =
  | { readonly kind: "verified"; readonly rows: number }
  | { readonly kind: "erased" | "expired"; readonly rows: number; readonly gone: number };

type Unsound =
  | {
      readonly kind: "missing" | "changed" | "added";
      readonly rows: number;
      readonly places: readonly string[];
      readonly detail: string;
    }
  | { readonly kind: "unverifiable"; readonly detail: string };

/** One table under one seal that is not what it was. */
export interface SealFailure {
  /** Index of the seal's entry. */
  readonly index: number;
  readonly journal: string;
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly table: string;
  readonly verdict: Unsound;
}

/** What a look at seals came to. */
export interface SealReport {
  readonly startedMs: number;
  readonly endedMs: number;
  /** Seals that were looked at; all that there are, unless a range was asked for. */
  readonly seals: number;
  /** Rows that verify. */
  readonly verified: number;
  /** Rows that are gone by an act of the ledger, and whose leaves still verify. */
  readonly erased: number;
  readonly expired: number;
  /** The first thousand. */
  readonly failures: readonly SealFailure[];
  readonly failuresTotal: number;
  /** Last batch that a seal covers, and last that the store has; between them nothing is sealed yet. */
  readonly sealedSeq: number;
  readonly appliedSeq: number;
}

/** What the checker takes from the ledger and the store; `app.ts` introduces them. */
export interface CheckerDependencies {
  /** Seals in the order of the ledger, from an index on. */
  readonly seals: (
    fromIndex: number,
  ) => AsyncIterable<{ readonly index: number; readonly seal: Seal }>;
  readonly check: (
    seal: Seal,
  ) => Promise<readonly { readonly table: string; readonly verdict: TableVerdict }[]>;
  readonly sealedSeq: () => number;
  readonly appliedSeq: () => number;
  readonly now: () => number;
  /** Told once for every failed attempt; the loop goes on. */
  readonly onError: (error: unknown) => void;
}

/** Compares stored rows with what was sealed: all at once when asked, and a little all the time. */
export interface Checker {
  /** Every seal, or those whose entries lie in the range of indexes. `onProgress` hears of every hundredth. */
  readonly checkAll: (of?: {
    readonly fromIndex?: number;
    readonly toIndex?: number;
    readonly onProgress?: (seals: number) => void;
    readonly signal?: AbortSignal;
  }) => Promise<SealReport>;
  /** What is known to be wrong: of every seal its last check counts. */
  readonly failures: () => readonly SealFailure[];
  /** How far the present round in the background is, and when the last whole one ended. */
  readonly progress: () => {
    readonly seals: number;
    readonly rows: number;
    readonly wholeRoundMs: number | null;
  };
  readonly stop: () => Promise<void>;
}

/** Between two seals, and longer after one of many rows: 2 µs each make one or two percent of a processor. */
const EVERY_MS = 5_000;
const ROWS_EVERY = 50_000;
const FAILURES_MAX = 1_000;
const PROGRESS_SEALS = 100;

/** Starts the rounds. Nothing is repaired: what is found stays as it is, for whoever looks into it. */
export function startChecker(of: CheckerDependencies): Checker {
  const known = new Map<string, SealFailure>();
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let round: AsyncIterator<{ readonly index: number; readonly seal: Seal }> | null = null;
  let progress: ReturnType<Checker["progress"]> = { seals: 0, rows: 0, wholeRoundMs: null };

  async function look(index: number, seal: Seal): Promise<Counted> {
    const counted: Counted = { verified: 0, erased: 0, expired: 0, failures: [] };
    for (const { table, verdict } of await of.check(seal)) {
      const name = `${index} ${table}`;
      if (isSound(verdict)) {
        counted.verified += verdict.rows;
        if (verdict.kind !== "verified") counted[verdict.kind] += verdict.gone;
      } else {
        const { journal, fromSeq, toSeq } = seal;
        const failure: SealFailure = { index, journal, fromSeq, toSeq, table, verdict };
        counted.failures.push(failure);
        if (known.size < FAILURES_MAX || known.has(name)) known.set(name, failure);
        continue;
      }
      known.delete(name);
    }
    return counted;
  }

  /** Compares the next seal; answers how long to wait with the one after it. */
  async function step(): Promise<number> {
    round ??= of.seals(0)[Symbol.asyncIterator]();
    const next = await round.next();
    if (next.done === true) {
      round = null;
      progress = { seals: 0, rows: 0, wholeRoundMs: of.now() };
      return EVERY_MS;
    }
    const { index, seal } = next.value;
    const { verified } = await look(index, seal);
    progress = { ...progress, seals: progress.seals + 1, rows: progress.rows + verified };
    return EVERY_MS * Math.max(1, verified / ROWS_EVERY);
  }

  /** Lets go of what a round that does not come to its end reads: it has a file of the ledger open. */
  async function leave(): Promise<void> {
    const left = round;
    round = null;
    await left?.return?.();
  }

  function schedule(ms: number): void {
    if (isStopped) return;
    timer = setTimeout(() => {
      turn = step()
        .catch(async (error) => {
          await leave();
          if (!isStopped) of.onError(error);
          return EVERY_MS;
        })
        .then(schedule);
    }, ms);
    timer.unref();
  }
  schedule(EVERY_MS);

  return {
    checkAll: async ({ fromIndex = 0, toIndex, onProgress, signal } = {}) => {
      const startedMs = of.now();
      const sum: Counted = { verified: 0, erased: 0, expired: 0, failures: [] };
      let [seals, failuresTotal] = [0, 0];
      for await (const { index, seal } of of.seals(fromIndex)) {
        if (toIndex !== undefined && index >= toIndex) break;
        signal?.throwIfAborted();
        const counted = await look(index, seal);
        seals += 1;
        sum.verified += counted.verified;
        sum.erased += counted.erased;
        sum.expired += counted.expired;
        failuresTotal += counted.failures.length;
        sum.failures.push(...counted.failures.slice(0, FAILURES_MAX - sum.failures.length));
        if (seals % PROGRESS_SEALS === 0) onProgress?.(seals);
      }
      const { verified, erased, expired, failures } = sum;
      return {
        ...{ startedMs, endedMs: of.now(), seals, verified, erased, expired, failures },
        ...{ failuresTotal, sealedSeq: of.sealedSeq(), appliedSeq: of.appliedSeq() },
      };
    },
    failures: () => [...known.values()],
    progress: () => progress,
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await turn;
      await leave();
    },
  };
}

interface Counted {
  verified: number;
  erased: number;
  expired: number;
  readonly failures: SealFailure[];
}

function isSound(verdict: TableVerdict): verdict is Sound {
  return verdict.kind === "verified" || verdict.kind === "erased" || verdict.kind === "expired";
}

/** A failure in a line: what, where, and under which entry. */
export function failureInWords({ index, table, verdict, ...of }: SealFailure): string {
  const where = `${table} of batches ${of.fromSeq} to ${of.toSeq} (entry ${index})`;
  if (verdict.kind === "unverifiable") return `${where} cannot be verified: ${verdict.detail}`;
  const [place] = verdict.places;
  return `${where} ${verdict.kind}${place === undefined ? "" : ` at ${place}`}: ${verdict.detail}`;
}
