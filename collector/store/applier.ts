import { Arena } from "../columns/arena.ts";
import { rowsOf } from "../columns/records-in-order.ts";
import { within } from "../within.ts";

/** What the applier must know of a batch. */
interface Pending {
  readonly seq: number;
  readonly receivedMs: number;
  readonly records: readonly unknown[];
  readonly predictions?: { readonly rows: number } | null;
  /** What it takes in the journal; absent: next to nothing. */
  readonly bytes?: number;
}

/** What the applier takes from the journal and the store; `app.ts` introduces them. */
export interface ApplierDependencies<Batch extends Pending, Prepared> {
  readonly batches: (
    afterSeq: number,
    limits: { readonly rowsMax: number; readonly bytesMax: number; readonly memory: Arena },
  ) => AsyncIterable<Batch>;
  readonly lastSeq: () => number;
  readonly appliedSeq: number;
  /** Batches up to here may already be in the store, whole or in part. */
  readonly uncertainUpTo: number;
  /** What of an apply needs no store; it may go on while the batches before are applied. */
  readonly prepare: (batches: readonly Batch[], memory: Arena) => Promise<Prepared>;
  readonly apply: (
    batches: readonly Batch[],
    options: {
      readonly uncertain: boolean;
      readonly memory: Arena;
      /** Of the same batches, in the same memory. */
      readonly prepared: Prepared;
    },
  ) => Promise<unknown>;
  readonly markApplied: (seq: number) => Promise<void>;
  readonly onAppend: (listener: () => void) => () => void;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Told once for every failed attempt; the loop goes on. */
  readonly onError: (error: unknown, failures: number) => void;
}

/** Moves what the journal keeps into the store, in order, for ever. */
export interface Applier {
  /** Every batch up to here is in the store, verified. */
  readonly appliedSeq: number;
  /** All that was received before this instant can be read from the store; `nowMs` when nothing waits. */
  readonly readableUpToMs: (nowMs: number) => number;
  /** Since when the store has refused, and its last reason; null while it takes what it is given. */
  readonly refusal: { readonly sinceMs: number; readonly reason: string } | null;
  /** Resolves once everything durable at the call is applied; rejects when closed before. */
  readonly settled: () => Promise<void>;
  /**
   * Moves what still waits for as long as the store takes it, two seconds at most, and ends. What is
   * left stays in the journal; an insert without an answer by then is looked up by the next start.
   */
  readonly close: () => Promise<void>;
}

/** One block and one part, of some tens of megabytes: what an insert costs whatever its size is spread, and memory is bounded. */
const ROWS_MAX = 65_536;
const BYTES_MAX = 48 * 1024 * 1024;
/** What comes after a pause gathers for so long; a stream of batches is inserted so often. An insert costs milliseconds whatever its size. */
const LINGER_MS = 100;
const EVERY_MS = 250;
/** Where so many records come in that time, the next gather for longer: of parts of 64 k rows a third less is merged again. */
const BUSY_ROWS = 8_192;
const BUSY_EVERY_MS = 1_000;
/** 0.1 s doubling to 10 s: a store that is down is asked gently, one that hiccuped soon. */
const BACKOFF_MS_MAX = 10_000;
/** The process ends within ten seconds, the server's own end included; a second moves 100,000 records. */
const CLOSE_MS_MAX = 2_000;

/** Batches that go into the store together, read and prepared. */
interface Taken<Batch, Prepared> {
  readonly chunk: readonly Batch[];
  readonly prepared: Prepared;
  /** What was durable when they were read. */
  readonly upTo: number;
  readonly uncertain: boolean;
  readonly rows: number;
  readonly isFull: boolean;
  /** Where they lie, from the journal to the blocks that are made of them. */
  readonly memory: Arena;
}

/**
 * Starts the loop. One insert at a time, beside which the next batches are prepared where a whole chunk of them waits; a failed
 * range is tried again, looking before each insert.
 */
export function startApplier<Batch extends Pending, Prepared>(
  of: ApplierDependencies<Batch, Prepared>,
): Applier {
  let applied = of.appliedSeq;
  /** Receipt of the last batch applied: batches are in the order of their receipt. */
  let appliedMs = Number.NEGATIVE_INFINITY;
  /** When the next chunk is due, by a clock that only runs forward: at once where more was waiting than the last one took. */
  let dueMs = Number.NEGATIVE_INFINITY;
  /** The next batches, on their way while those before are applied. */
  let ahead: Promise<Taken<Batch, Prepared>> | null = null;
  /** Memory that nobody has. */
  let spare: Arena[] = [];
  let failures = 0;
  let refusal: Applier["refusal"] = null;
  let closing = false;
  let abandoned = false;
  const waiters = new Set<{ seq: number; resolve: () => void; reject: (error: Error) => void }>();
  let wake: () => void = () => {};
  const forget = of.onAppend(() => wake());

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      if (closing || ms <= 0) return resolve();
      const timer = setTimeout(resolve, ms);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  let endPause: () => void = () => {};
  /** Whoever waits for what is durable by now is not kept waiting for what may follow. */
  const linger = (ms: number): Promise<void> => (waiters.size > 0 ? Promise.resolve() : pause(ms));

  async function step(): Promise<void> {
    const begunMs = performance.now();
    const taken = await (ahead ?? take(applied));
    const { chunk, prepared, upTo, uncertain, rows, isFull, memory } = taken;
    const end = chunk.at(-1);
    const isNext = failures === 0 && isFull && end !== undefined && isAnotherWaiting(chunk, end);
    ahead = isNext ? take(end.seq) : null;
    // It is awaited by the next step, or by nobody where this one fails.
    ahead?.catch(() => {});
    if (end !== undefined) await of.apply(chunk, { uncertain, memory, prepared });
    memory.reset();
    spare.push(memory);
    // The journal is closed by now, and another process may have it.
    if (abandoned) return;
    dueMs = isFull ? begunMs : begunMs + (rows < BUSY_ROWS ? EVERY_MS : BUSY_EVERY_MS);
    // Of damaged batches there is nothing to apply: the journal reports them, and what follows must not wait.
    applied = end?.seq ?? upTo;
    appliedMs = end?.receivedMs ?? appliedMs;
    failures = 0;
    refusal = null;
    await of.markApplied(applied);
    for (const waiter of waiters) {
      if (waiter.seq > applied) continue;
      waiters.delete(waiter);
      waiter.resolve();
    }
  }

  /** Fewer would be a part of their own, which is merged again for nothing. */
  function isAnotherWaiting(chunk: readonly Batch[], end: Batch): boolean {
    return of.lastSeq() - end.seq >= chunk.length;
  }

  /** The next batches up to the limits, never across the edge between uncertain and fresh. */
  async function take(afterSeq: number): Promise<Taken<Batch, Prepared>> {
    const upTo = of.lastSeq();
    const uncertain = failures > 0 || afterSeq < of.uncertainUpTo;
    const isFresh = failures === 0;
    const memory = spare.pop() ?? new Arena();
    const chunk: Batch[] = [];
    let [rows, bytes, isFull] = [0, 0, false];
    const limits = { rowsMax: ROWS_MAX, bytesMax: BYTES_MAX, memory };
    for await (const batch of of.batches(afterSeq, limits)) {
      const isBeyond = rows + rowsOf(batch) > ROWS_MAX || bytes + (batch.bytes ?? 0) > BYTES_MAX;
      isFull = chunk.length > 0 && isBeyond;
      if (isFull) break;
      if (isFresh && uncertain && batch.seq > of.uncertainUpTo && chunk.length > 0) break;
      chunk.push(batch);
      rows += rowsOf(batch);
      bytes += batch.bytes ?? 0;
    }
    isFull ||= rows >= ROWS_MAX || bytes >= BYTES_MAX;
    const prepared = await of.prepare(chunk, memory);
    return { chunk, prepared, upTo, uncertain, rows, isFull, memory };
  }

  async function run(): Promise<void> {
    while (!abandoned) {
      if (closing && (failures > 0 || of.lastSeq() <= applied)) return;
      if (of.lastSeq() <= applied) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (of.lastSeq() > applied || closing) resolve();
        });
        await linger(LINGER_MS);
      }
      if (failures === 0) await linger(dueMs - performance.now());
      if (of.lastSeq() <= applied) continue;
      try {
        await step();
      } catch (error) {
        if (abandoned) return;
        failures += 1;
        // A client that gave up may still be sending what lies there, and what was read ahead is read again.
        [ahead, spare] = [null, []];
        refusal = { sinceMs: refusal?.sinceMs ?? of.now(), reason: reasonOf(error) };
        of.onError(error, failures);
        await pause(Math.min(BACKOFF_MS_MAX, 100 * 2 ** Math.min(failures, 10)));
      }
    }
  }
  const running = run();

  return {
    get appliedSeq() {
      return applied;
    },
    readableUpToMs: (nowMs) => (of.lastSeq() <= applied ? nowMs : Math.min(nowMs, appliedMs)),
    get refusal() {
      return refusal;
    },
    settled: () =>
      new Promise((resolve, reject) => {
        const seq = of.lastSeq();
        if (seq <= applied) resolve();
        else if (closing)
          reject(new Error("the applier is closed; what is left stays in the journal"));
        else {
          waiters.add({ seq, resolve, reject });
          // A store that has failed is left its pause.
          if (failures === 0) endPause();
        }
      }),
    close: async () => {
      closing = true;
      forget();
      wake();
      endPause();
      await within(CLOSE_MS_MAX, running);
      abandoned = true;
      for (const { reject } of waiters)
        reject(new Error("the applier is closed; what is left stays in the journal"));
      waiters.clear();
    },
  };
}

/** What is behind an error says more than that something failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
