import { join } from "node:path";
import { type LogFile, type LogFileSystem, writeFully } from "./file-system.ts";
import { encodeFrame, FRAME_HEADER_BYTES, type Frame } from "./frame.ts";
import { type Recovered, removeLeftovers } from "./recover.ts";
import { addFrame, type Segment } from "./segment.ts";
import {
  encodeSegmentHeader,
  extendChain,
  SEGMENT_HEADER_BYTES,
  segmentName,
} from "./segment-header.ts";

/** A frame that has no number yet. */
export type Unnumbered = Omit<Frame, "seq">;

/** Where and how the writer makes segments. */
export interface WriterOptions {
  readonly folder: string;
  readonly fileSystem: LogFileSystem;
  readonly now: () => number;
  readonly segmentBytesMax: number;
  readonly segmentMsMax: number;
}

/**
 * The writing end of the log: numbers frames and puts them, group by group, into segments.
 *
 * Its owner calls one method at a time. A segment whose write or sync failed is left for good, and
 * the numbers of that group with it: the kernel may have dropped the pages and a second sync would
 * succeed for nothing. The next segment's header then says after which frame the log goes on.
 */
export class SegmentWriter {
  /** Oldest first. */
  readonly segments: Segment[];
  /** The newest durable frame. */
  lastSeq: number;
  /** Files of failed attempts that could not be removed. */
  leftovers: readonly string[];
  readonly #options: WriterOptions;
  readonly #logId: Uint8Array;
  #active: { readonly segment: Segment; readonly file: LogFile } | null = null;
  #nextSeq: number;
  #chain: Uint8Array;
  #doubtfulFrom: number;
  #previousSuspect: boolean;

  static async open(options: WriterOptions, recovered: Recovered): Promise<SegmentWriter> {
    const writer = new SegmentWriter(options, recovered);
    const segment = recovered.segments.at(-1);
    if (recovered.canContinue && segment !== undefined) {
      const path = join(options.folder, segment.name);
      writer.#active = { segment, file: await options.fileSystem.open(path, "update") };
    }
    return writer;
  }

  private constructor(options: WriterOptions, recovered: Recovered) {
    this.segments = recovered.segments;
    this.lastSeq = recovered.lastSeq;
    this.leftovers = recovered.leftovers;
    this.#options = options;
    this.#logId = recovered.logId;
    this.#nextSeq = recovered.nextSeq;
    this.#chain = recovered.chain;
    this.#doubtfulFrom = recovered.doubtfulFrom;
    this.#previousSuspect = recovered.segments.length > 0 && !recovered.canContinue;
  }

  /** Makes the group durable, all of it, and returns the number of its first frame. */
  async write(group: readonly Unnumbered[]): Promise<number> {
    const { segment, file } = await this.#room();
    const groupFirst = this.#nextSeq;
    // Given out once, whether or not the group becomes durable.
    this.#nextSeq += group.length;
    const within = { logId: this.#logId, groupFirst };
    const frames = group.map((frame, i) => encodeFrame({ ...frame, seq: groupFirst + i }, within));
    try {
      await writeFully(file, frames, segment.end);
      await file.datasync();
    } catch (cause) {
      await this.#abandon(segment, file);
      throw cause;
    }
    for (const [i, bytes] of frames.entries()) {
      this.#chain = extendChain(this.#chain, bytes.subarray(0, FRAME_HEADER_BYTES));
      const seq = groupFirst + i;
      addFrame(segment, { seq, offset: segment.end, bytes: bytes.length, groupFirst });
    }
    this.lastSeq = groupFirst + group.length - 1;
    this.#doubtfulFrom = 0;
    this.#previousSuspect = false;
    return groupFirst;
  }

  /** Starts a new segment whether or not the last has room: a probe of the disk. */
  async startSegment(): Promise<void> {
    await this.close();
    this.#active = await this.#create();
  }

  /** Ends the segment that is written to, so that it can be trimmed; one without a frame goes on. */
  async endSegment(): Promise<void> {
    const last = this.segments.at(-1);
    if (last === undefined || last.frames === 0) return;
    await this.startSegment();
  }

  /** Lets go of the file. */
  async close(): Promise<void> {
    const active = this.#active;
    this.#active = null;
    await active?.file.close();
  }

  async #room(): Promise<{ readonly segment: Segment; readonly file: LogFile }> {
    if (this.#active !== null && this.#isFull(this.#active.segment)) await this.close();
    this.#active ??= await this.#create();
    return this.#active;
  }

  #isFull(segment: Segment): boolean {
    if (segment.isSealed) return true;
    if (segment.frames === 0) return false;
    const ageMs = this.#options.now() - segment.createdMs;
    return segment.end >= this.#options.segmentBytesMax || ageMs >= this.#options.segmentMsMax;
  }

  async #create(): Promise<{ readonly segment: Segment; readonly file: LogFile }> {
    const firstSeq = this.#nextSeq;
    const segment: Segment = {
      name: segmentName(firstSeq),
      firstSeq,
      previousLastSeq: this.lastSeq,
      createdMs: this.#options.now(),
      lastSeq: firstSeq - 1,
      frames: 0,
      end: SEGMENT_HEADER_BYTES,
      marks: [],
      exact: null,
      isOnlyCopy: false,
      isSealed: false,
    };
    const header = encodeSegmentHeader({
      logId: this.#logId,
      firstSeq,
      previousLastSeq: this.lastSeq,
      previousDoubtfulFrom: this.#doubtfulFrom,
      previousSuspect: this.#previousSuspect,
      createdMs: segment.createdMs,
      previousChain: this.#chain,
    });
    const { fileSystem, folder } = this.#options;
    let file: LogFile | null = null;
    try {
      file = await fileSystem.open(join(folder, segment.name), "create");
      await writeFully(file, [header], 0);
      await file.datasync();
      await fileSystem.syncFolder(folder);
    } catch (cause) {
      // The name may outlive the attempt; the next attempt takes another one.
      this.#nextSeq += 1;
      await this.#discard(segment, file);
      throw cause;
    }
    this.segments.push(segment);
    return { segment, file };
  }

  async #abandon(segment: Segment, file: LogFile): Promise<void> {
    this.#active = null;
    this.#previousSuspect = true;
    if (segment.frames > 0) {
      await file.close().catch(ignore);
      return;
    }
    // Nothing in it was ever durable: its room is better given back, most of all on a full disk.
    this.segments.splice(this.segments.indexOf(segment), 1);
    await this.#discard(segment, file);
  }

  async #discard(segment: Segment, file: LogFile | null): Promise<void> {
    await file?.close().catch(ignore);
    // It may stay, or come back after a power cut: the next header declares it void.
    const { fileSystem, folder } = this.#options;
    const kept = await removeLeftovers(fileSystem, folder, [segment.name]);
    this.leftovers = [...this.leftovers, ...kept];
  }
}

/** The failure that led here is the one to tell of. */
function ignore(): void {}
