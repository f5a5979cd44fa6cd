import { join } from "node:path";
import { examineAgain } from "./examine-again.ts";
import type { LogFileSystem, Memory } from "./file-system.ts";
import type { Frame } from "./frame.ts";
import { GroupCommit } from "./group-commit.ts";
import { formatLogId } from "./log-id.ts";
import { LogLocked, LogUnavailable } from "./log-unavailable.ts";
import { nodeFileSystem } from "./node-file-system.ts";
import { readSegment, SegmentDamaged } from "./read-segment.ts";
import { type Recovered, type Recovery, type Resume, recover, removeLeftovers } from "./recover.ts";
import type { Segment } from "./segment.ts";
import { SegmentWriter } from "./segment-writer.ts";

export interface SegmentLogOptions {
  readonly folder: string;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly fileSystem?: LogFileSystem;
  /** A segment that has reached this size is followed by a new one; 64 MiB. */
  readonly segmentBytesMax?: number;
  /** A segment of this age is followed by a new one at the next append; 10 minutes. */
  readonly segmentMsMax?: number;
  /** What the owner knows from elsewhere, for a folder that lost its files. */
  readonly resume?: Resume;
  /**
   * Gets every frame of the log once while it opens, so that the owner need not read it again.
   * Rising, except where damage moved blocks. Payload and batch id are views: copy what you keep.
   */
  readonly onFrame?: (frame: Frame) => void;
}

/** What the owner hands over. It must not change the bytes before the append has ended. */
export interface Appended {
  readonly type: number;
  readonly payload: Uint8Array;
  readonly rows?: number;
  /** 16 bytes. */
  readonly batchId?: Uint8Array;
}

const SEGMENT_BYTES_MAX = 64 * 1024 * 1024;
const SEGMENT_MS_MAX = 10 * 60 * 1000;
const NO_BATCH: Uint8Array = new Uint8Array(16);

/**
 * An append-only log of frames in segment files: an append that resolved is on the disk.
 *
 * One commit is in flight; what queues meanwhile is the next group (write, fdatasync, then every
 * waiter resolves). After a failed write or sync the segment is never written or synced again: the
 * numbers of the failed group are given up for good, and the next segment's header declares that
 * the log continues after the last durable frame. So a number never stands for two contents, and a
 * frame that failed and is appended again is read once. (If no later segment came to be before a
 * restart, the failed frames may be found whole; the batch id then tells that a retry is one.)
 *
 * One process at a time: the folder is locked. What it cannot see: that the newest frames were cut
 * off at a frame's edge, or the oldest segments deleted, by someone else; `resume` closes that.
 */
export class SegmentLog {
  /** A UUID, the same for the life of the folder. */
  readonly id: string;
  readonly #options: SegmentLogOptions;
  readonly #fileSystem: LogFileSystem;
  readonly #logId: Uint8Array;
  readonly #writer: SegmentWriter;
  readonly #unlock: () => Promise<void>;
  #recovery: Recovery;
  readonly #commits: GroupCommit;
  #closing: Promise<void> | null = null;
  /** True while a removal may not be on the disk yet. */
  #isFolderBehind = false;
  /** Removals and looks at damage, one after the other, beside the commits. */
  #tending: Promise<void> = Promise.resolve();

  /**
   * Opens or creates the log; rejects with `LogLocked` when another process has it.
   *
   * Reads all of it, one to two seconds a GiB.
   */
  static async open(options: SegmentLogOptions): Promise<SegmentLog> {
    const fileSystem = options.fileSystem ?? nodeFileSystem;
    const { folder, now } = options;
    await fileSystem.makeFolder(folder);
    const unlock = await fileSystem.lock(join(folder, "lock"));
    if (unlock === null) throw new LogLocked(folder);
    try {
      const recovered = await recover({
        folder,
        fileSystem,
        resume: options.resume ?? null,
        visit: options.onFrame ?? (() => {}),
      });
      const segmentBytesMax = options.segmentBytesMax ?? SEGMENT_BYTES_MAX;
      const segmentMsMax = options.segmentMsMax ?? SEGMENT_MS_MAX;
      const writer = await SegmentWriter.open(
        { folder, fileSystem, now, segmentBytesMax, segmentMsMax },
        recovered,
      );
      return new SegmentLog(options, fileSystem, recovered, writer, unlock);
    } catch (error) {
      await unlock();
      throw error;
    }
  }

  private constructor(
    options: SegmentLogOptions,
    fileSystem: LogFileSystem,
    recovered: Recovered,
    writer: SegmentWriter,
    unlock: () => Promise<void>,
  ) {
    this.id = formatLogId(recovered.logId);
    this.#options = options;
    this.#fileSystem = fileSystem;
    this.#logId = recovered.logId;
    this.#recovery = recovered.recovery;
    this.#writer = writer;
    this.#commits = new GroupCommit(writer, { name: options.folder, now: options.now });
    this.#unlock = unlock;
  }

  /** What was found at the opening, and what reading found damaged since. */
  get recovery(): Recovery {
    return this.#recovery;
  }

  /** The oldest frame that is kept; `lastSeq + 1` when there is none. */
  get firstSeq(): number {
    const oldest = this.#writer.segments.find((segment) => segment.frames > 0);
    return oldest?.marks[0]?.seq ?? this.lastSeq + 1;
  }

  /** The newest durable frame; 0 when there never was one. */
  get lastSeq(): number {
    return this.#writer.lastSeq;
  }

  /** The newest frame that was trimmed; 0 when none was. */
  get trimmedUpTo(): number {
    return this.#writer.segments[0]?.previousLastSeq ?? 0;
  }

  /** False after two failures in a row, until a probe succeeds; reading works all the while. */
  get isWritable(): boolean {
    return this.#commits.isWritable;
  }

  /** Why the last append failed, in the disk's words; null where the last one succeeded. */
  get failure(): string | null {
    return this.#commits.failure;
  }

  /**
   * Resolves with the frame's number once it is on the disk.
   *
   * Rejects with `LogUnavailable` when the disk failed, is full, or does not follow (64 MiB wait),
   * and at once while the log only reads. A payload over 32 MiB is a `RangeError`.
   */
  append(frame: Appended): Promise<number> {
    const receivedMs = this.#options.now();
    return this.#commits.append({ rows: 0, batchId: NO_BATCH, ...frame, receivedMs });
  }

  /** Tries the disk when the log only reads; true when the log takes appends (again). */
  probe(): Promise<boolean> {
    return this.#commits.probe();
  }

  /**
   * Durable frames from `fromSeq` on, read from the disk, up to what `lastSeq` is at the start.
   *
   * Trimmed and damaged frames are left out; what turns out damaged only now is set aside and
   * added to `recovery.gaps`. Payloads are the reader's to keep, unless they lie
   * in its `memory`.
   */
  async *read(fromSeq = 1, memory?: Memory): AsyncGenerator<Frame, void, undefined> {
    const upTo = this.lastSeq;
    let next = fromSeq;
    for (const segment of [...this.#writer.segments]) {
      for (let isDone = false; !isDone && segment.lastSeq >= next; ) {
        try {
          const frames = this.#readSegment(segment, { fromSeq: next, upTo, memory });
          for await (const frame of frames) {
            next = frame.seq + 1;
            yield frame;
          }
          isDone = true;
        } catch (error) {
          if (!(error instanceof SegmentDamaged)) throw error;
          await this.#inTending(() => this.#examine(segment));
        }
      }
    }
  }

  #readSegment(
    segment: Segment,
    of: { readonly fromSeq: number; readonly upTo: number; readonly memory: Memory | undefined },
  ): AsyncIterable<Frame> {
    const path = join(this.#options.folder, segment.name);
    return readSegment({
      ...{ fileSystem: this.#fileSystem, path, logId: this.#logId, segment },
      ...of,
    });
  }

  async #examine(segment: Segment): Promise<void> {
    const gaps = await examineAgain(segment, {
      folder: this.#options.folder,
      fileSystem: this.#fileSystem,
      logId: this.#logId,
    });
    this.#recovery = { ...this.#recovery, gaps: [...this.#recovery.gaps, ...gaps] };
  }

  /** Ends the segment that is written to: what is durable by now can then be trimmed. */
  async endSegment(): Promise<void> {
    try {
      await this.#commits.endSegment();
    } catch (cause) {
      throw new LogUnavailable(`log ${this.#options.folder} could not begin a segment`, { cause });
    }
  }

  /** The last frame of the whole segments that `trim(beforeSeq)` would remove; 0 for none. */
  trimBoundary(beforeSeq: number): number {
    return this.#trimmable(beforeSeq).at(-1)?.lastSeq ?? 0;
  }

  #trimmable(beforeSeq: number): readonly Segment[] {
    const segments = this.#writer.segments;
    // The last one stays: it carries the id and the numbering. So does a copy that stands alone.
    const isKept = (segment: Segment, i: number): boolean =>
      i === segments.length - 1 || segment.lastSeq >= beforeSeq || segment.isOnlyCopy;
    return segments.slice(0, Math.max(0, segments.findIndex(isKept)));
  }

  /** Removes whole segments whose frames all lie before `beforeSeq`, never the last one. */
  trim(beforeSeq: number): Promise<void> {
    return this.#inTending(async () => {
      try {
        await this.#trim(beforeSeq);
      } catch (cause) {
        throw new LogUnavailable(`log ${this.#options.folder} could not be trimmed`, { cause });
      }
    });
  }

  async #trim(beforeSeq: number): Promise<void> {
    const { folder } = this.#options;
    const writer = this.#writer;
    const names = writer.leftovers;
    const [kept] = await removeLeftovers(this.#fileSystem, folder, names);
    if (kept !== undefined) throw new Error(`${kept} could not be removed`);
    // A header that declares a file void goes only after that file is gone for good; and segments
    // go one at a time, so that what is left after a crash has no hole in it.
    this.#isFolderBehind ||= names.length > 0;
    if (this.#isFolderBehind) await this.#syncFolder();
    writer.leftovers = writer.leftovers.filter((name) => !names.includes(name));
    for (const segment of this.#trimmable(beforeSeq)) {
      this.#isFolderBehind = true;
      await this.#fileSystem.remove(join(folder, segment.name));
      writer.segments.shift();
      await this.#syncFolder();
    }
  }

  async #syncFolder(): Promise<void> {
    await this.#fileSystem.syncFolder(this.#options.folder);
    this.#isFolderBehind = false;
  }

  /** Waits for what was appended, then gives the folder free. Closing twice is closing once. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#commits.close();
    await this.#tending;
    await this.#writer.close();
    await this.#unlock();
  }

  #inTending(task: () => Promise<void>): Promise<void> {
    const turn = this.#tending.then(task);
    this.#tending = turn.catch(() => {});
    return turn;
  }
}
