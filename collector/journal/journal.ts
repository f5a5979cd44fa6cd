import { rowsOf } from "../columns/records-in-order.ts";
import type { Memory } from "../log/file-system.ts";
import { frameBytes } from "../log/frame.ts";
import { nodeFileSystem } from "../log/node-file-system.ts";
import type { Recovery } from "../log/recover.ts";
import { renewLog } from "../log/renew-log.ts";
import type { Batch, Incoming, Receipt } from "./batch.ts";
import { DIGEST_BYTES, decodeBatch, type EncodedBatch, encodeBatch } from "./batch-codec.ts";
import { BatchConflict } from "./batch-conflict.ts";
import { bytesKey } from "./batch-memory.ts";
import { JournalFull } from "./journal-full.ts";
import { type JournalOptions, restored } from "./journal-options.ts";
import type { Counted } from "./record-count.ts";
import { BATCH, type Restored } from "./restore.ts";

const QUOTA_BYTES = 2 * 1024 ** 3;
const ID_BYTES = 16;

/**
 * Telemetry waiting for the store: what was acknowledged is here until the store has it.
 *
 * In the folder: segment files with the batches, `ids` with the batch ids of trimmed segments,
 * `checkpoint`, `corrupt` with damaged bytes, `lock`.
 */
export class Journal {
  readonly #folder: string;
  readonly #now: () => number;
  readonly #quotaBytes: number;
  readonly #options: JournalOptions;
  #restored: Restored;
  #uncertainUpTo: number;
  /** What an opening under an earlier id had found. */
  #formerGaps: Recovery["gaps"] = [];
  readonly #inFlight = new Map<string, InFlight>();
  readonly #listeners = new Set<() => void>();
  #inFlightBytes = 0;
  #closing: Promise<void> | null = null;

  /**
   * Opens or creates the journal; rejects with `LogLocked` when another process has it.
   *
   * Reads all of it, one to two seconds a GiB.
   */
  static async open(options: JournalOptions): Promise<Journal> {
    return new Journal(options, await restored(options));
  }

  private constructor(options: JournalOptions, restored: Restored) {
    this.#folder = options.folder;
    this.#now = options.now;
    this.#quotaBytes = options.quotaBytes ?? QUOTA_BYTES;
    this.#restored = restored;
    this.#options = options;
    this.#uncertainUpTo = restored.log.lastSeq;
  }

  /** A UUID, the same for the life of the folder, unless it goes back in time; see `renew`. */
  get id(): string {
    return this.#restored.log.id;
  }

  /** The last batch at the opening: those after `appliedSeq` up to it may be in the store. */
  get uncertainUpTo(): number {
    return this.#uncertainUpTo;
  }

  /** What was found at the opening, and damage that reading met since. */
  get recovery(): Recovery {
    const { log, missing } = this.#restored;
    return { ...log.recovery, gaps: [...this.#formerGaps, ...missing, ...log.recovery.gaps] };
  }

  /** The newest durable batch; 0 when there never was one. */
  get lastSeq(): number {
    return this.#restored.log.lastSeq;
  }

  /** The store has every batch up to this one. */
  get appliedSeq(): number {
    return this.#restored.progress.appliedSeq;
  }

  /** How many records the batches have that the store has, by the journal's own count. */
  get counted(): Counted {
    return this.#restored.count.counted;
  }

  /** Bytes that wait for the store, up to a megabyte too many. */
  get backlogBytes(): number {
    return this.#restored.backlog.bytes;
  }

  /** Bytes that may wait for the store; beyond it `append` rejects with `JournalFull`. */
  get quotaBytes(): number {
    return this.#quotaBytes;
  }

  /** False after two failures of the disk in a row, until it works again; see `probe`. */
  get isWritable(): boolean {
    return this.#restored.log.isWritable;
  }

  /** Why the last batch could not be written, in the disk's words; null where the last one was. */
  get failure(): string | null {
    return this.#restored.log.failure;
  }

  /** Tries a disk that failed, and tells whether batches are taken (again). */
  probe(): Promise<boolean> {
    return this.#restored.log.probe();
  }

  /**
   * Resolves when the batch is on the disk; a batch id that is durable, or on its way there, is
   * answered as the first time and written once.
   *
   * Rejects with `BatchConflict` when the id was used for other content, with `JournalFull` when
   * the store is too far behind, and with `LogUnavailable` when the disk failed; then the batch
   * may be sent again under its id.
   */
  async append(incoming: Incoming): Promise<Receipt> {
    const { batchId } = incoming;
    mustHave(batchId, ID_BYTES, "batch id");
    if (incoming.digest !== undefined) mustHave(incoming.digest, DIGEST_BYTES, "digest");
    const encoded = encodeBatch(incoming);
    const digest = bytesKey(encoded.digest);
    const durable = this.#restored.memory.get(batchId, this.#now());
    if (durable !== null) {
      mustAgree(batchId, durable.digest, digest);
      return { journal: this.id, seq: durable.seq, duplicate: true, reply: durable.reply };
    }
    const key = bytesKey(batchId);
    const first = this.#inFlight.get(key);
    if (first !== undefined) {
      mustAgree(batchId, first.digest, digest);
      return { ...(await first.receipt), duplicate: true };
    }
    this.#mustFit(frameBytes(encoded.payload.length));
    const receipt = this.#write({ ...incoming, ...encoded });
    this.#inFlight.set(key, { digest, receipt });
    try {
      return await receipt;
    } finally {
      this.#inFlight.delete(key);
    }
  }

  #mustFit(bytes: number): void {
    const full = this.#restored.backlog.bytes + this.#inFlightBytes + bytes;
    if (full <= this.#quotaBytes) return;
    throw new JournalFull({ folder: this.#folder, bytes: full, quotaBytes: this.#quotaBytes });
  }

  async #write(batch: Incoming & EncodedBatch): Promise<Receipt> {
    const { log, memory, backlog, count } = this.#restored;
    const { batchId, payload } = batch;
    const bytes = frameBytes(payload.length);
    const receivedMs = this.#now();
    const reply = Buffer.from(batch.reply);
    this.#inFlightBytes += bytes;
    try {
      const seq = await log.append({ type: BATCH, payload, rows: rowsOf(batch), batchId });
      backlog.add(seq, bytes);
      count.add(seq, rowsOf(batch));
      memory.add(batchId, { seq, receivedMs, digest: bytesKey(batch.digest), reply }, receivedMs);
      for (const listener of this.#listeners) listener();
      return { journal: this.id, seq, duplicate: false, reply };
    } finally {
      this.#inFlightBytes -= bytes;
    }
  }

  /**
   * Durable batches after `afterSeq`, in order, up to what is `lastSeq` at the start.
   *
   * Ends early after the batch with which `rowsMax` records or `bytesMax` bytes are reached. Columns lie in `memory` where
   * there is one, and are the reader's for as long as that is.
   */
  async *batches(
    afterSeq: number,
    limits: {
      readonly rowsMax?: number;
      readonly bytesMax?: number;
      readonly memory?: Memory;
    } = {},
  ): AsyncGenerator<Batch, void, undefined> {
    const { rowsMax = Number.POSITIVE_INFINITY, bytesMax = Number.POSITIVE_INFINITY } = limits;
    let [rows, bytes] = [0, 0];
    for await (const frame of this.#restored.log.read(afterSeq + 1, limits.memory)) {
      if (frame.type !== BATCH) continue;
      yield {
        seq: frame.seq,
        receivedMs: frame.receivedMs,
        batchId: Buffer.from(frame.batchId).toString("hex"),
        ...decodeBatch(frame.payload),
        bytes: frame.payload.length,
      };
      rows += frame.rows;
      bytes += frame.payload.length;
      if (rows >= rowsMax || bytes >= bytesMax) return;
    }
  }

  /**
   * Tells that the store has every batch up to `seq`, verified.
   *
   * Written down at most once a second, so after a crash the last second is uncertain again; a
   * segment of which the store has everything is removed. Rejects with `LogUnavailable` when the
   * disk took neither: call again with the next batch.
   */
  markApplied(seq: number): Promise<void> {
    if (seq > this.lastSeq) {
      const range = `at most ${this.lastSeq}, the last batch`;
      return Promise.reject(new RangeError(`applied batch must be ${range}, got ${seq}`));
    }
    this.#restored.backlog.applied(seq);
    return this.#restored.progress.advance(seq);
  }

  /**
   * Removes from the disk every batch that the store has by now, so that what is erased there is not here.
   *
   * Batches that are not applied keep the segment that they share; call again once they are.
   */
  async forgetApplied(): Promise<void> {
    const { log, progress } = this.#restored;
    await log.endSegment();
    await progress.advance(progress.appliedSeq);
    await progress.flush();
  }

  /**
   * Takes another id: for a folder that was put back from a copy, whose next numbers name other batches in
   * the store already. Numbers go on, and batch ids stay known.
   *
   * Throws a `RangeError` where the store does not have every batch yet: those keep their names.
   */
  async renew(): Promise<void> {
    const { lastSeq, appliedSeq } = this;
    if (appliedSeq < lastSeq || this.#inFlight.size > 0) {
      const waiting = `${lastSeq - appliedSeq} batches wait for the store`;
      throw new RangeError(`a journal takes another id once all of it is applied, ${waiting}`);
    }
    await this.forgetApplied();
    const gaps = this.recovery.gaps;
    await this.#letGo();
    const { folder, now, fileSystem = nodeFileSystem } = this.#options;
    await renewLog({ folder, fileSystem, now, lastSeq });
    this.#restored = await restored(this.#options);
    this.#uncertainUpTo = this.lastSeq;
    this.#formerGaps = gaps;
  }

  /** Calls `listener` after every batch that became durable, until the returned function is called. */
  onAppend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Waits for what is on its way, writes the checkpoint and gives the folder free. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await Promise.allSettled([...this.#inFlight.values()].map(({ receipt }) => receipt));
    await this.#letGo();
  }

  async #letGo(): Promise<void> {
    const { log, trimmed, progress } = this.#restored;
    try {
      await progress.flush();
    } finally {
      await trimmed.close();
      await log.close();
    }
  }
}

/** A batch on its way to the disk. */
interface InFlight {
  readonly digest: string;
  readonly receipt: Promise<Receipt>;
}

function mustHave(bytes: Uint8Array, length: number, what: string): void {
  if (bytes.length === length) return;
  throw new RangeError(`${what} must have ${length} bytes, got ${bytes.length}`);
}

function mustAgree(batchId: Uint8Array, known: string, digest: string): void {
  if (known !== digest) throw new BatchConflict(Buffer.from(batchId).toString("hex"));
}
