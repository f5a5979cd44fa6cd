import type { Frame } from "../log/frame.ts";
import { SegmentLog, type SegmentLogOptions } from "../log/segment-log.ts";
import { type BatchMemory, decodeMemory, type MemoryLimits } from "./batch-memory.ts";

const ENTRIES = 1;

/** One append to the log of trimmed batches. */
interface Saved {
  readonly seq: number;
  readonly savedMs: number;
  readonly batches: number;
}

/**
 * The ids of batches whose segments were trimmed, so that a late repeat is still known as one.
 *
 * A small log of its own: each trim appends what the trimmed segments held, and what is too old or
 * too much goes, a whole segment at a time.
 */
export class TrimmedBatches {
  readonly #log: SegmentLog;
  readonly #limits: MemoryLimits;
  readonly #now: () => number;
  /** Oldest first. */
  readonly #saved: Saved[];
  #upToSeq: number;

  /** Opens the log and puts what it holds into `memory`. */
  static async open(
    options: SegmentLogOptions & { readonly limits: MemoryLimits },
    memory: BatchMemory,
  ): Promise<TrimmedBatches> {
    const saved: Saved[] = [];
    let upToSeq = 0;
    const nowMs = options.now();
    const onFrame = (frame: Frame): void => {
      saved.push({ seq: frame.seq, savedMs: frame.receivedMs, batches: frame.rows });
      for (const { batchId, batch } of decodeMemory(frame.payload)) {
        memory.add(batchId, batch, nowMs);
        upToSeq = Math.max(upToSeq, batch.seq);
      }
    };
    const log = await SegmentLog.open({ ...options, onFrame });
    return new TrimmedBatches(log, options, saved, upToSeq);
  }

  private constructor(
    log: SegmentLog,
    options: { readonly limits: MemoryLimits; readonly now: () => number },
    saved: Saved[],
    upToSeq: number,
  ) {
    this.#log = log;
    this.#limits = options.limits;
    this.#now = options.now;
    this.#saved = saved;
    this.#upToSeq = upToSeq;
  }

  /** Makes durable what `memory` knows of batches up to `seq`, before their segments go. */
  async save(memory: BatchMemory, seq: number): Promise<void> {
    for (const piece of memory.encode(this.#upToSeq, seq)) {
      const savedMs = this.#now();
      const { payload, batches } = piece;
      const at = await this.#log.append({ type: ENTRIES, payload, rows: batches });
      this.#saved.push({ seq: at, savedMs, batches });
    }
    this.#upToSeq = Math.max(this.#upToSeq, seq);
    await this.#log.trim(this.#oldestNeeded());
  }

  #oldestNeeded(): number {
    const sinceMs = this.#now() - this.#limits.ageMsMax;
    let batches = 0;
    const newer = this.#saved.findLastIndex((saved) => {
      const isNeeded = saved.savedMs > sinceMs && batches < this.#limits.batchesMax;
      batches += saved.batches;
      return !isNeeded;
    });
    this.#saved.splice(0, newer + 1);
    return this.#saved[0]?.seq ?? this.#log.lastSeq;
  }

  async close(): Promise<void> {
    await this.#log.close();
  }
}
