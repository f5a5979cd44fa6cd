import { LogUnavailable } from "./log-unavailable.ts";
import type { SegmentWriter, Unnumbered } from "./segment-writer.ts";

/** One group: as much as is written and synced at once. Larger groups gain nothing measurable. */
const GROUP_BYTES_MAX = 4 * 1024 * 1024;
const GROUP_FRAMES_MAX = 512;
/** Waiting frames: more than this is a disk that does not follow, and the sender should know. */
const QUEUE_BYTES_MAX = 64 * 1024 * 1024;
/** A frame must fit the queue, and be read back in one piece. */
const PAYLOAD_BYTES_MAX = 32 * 1024 * 1024;
/** So many failures in a row, and the log only reads until a probe succeeds. */
const FAILURES_MAX = 2;
/** While it only reads, one append in this time is let through as a probe. */
const PROBE_MS = 1000;

/**
 * One commit in flight; whatever is appended meanwhile is the next group.
 *
 * No timer: an idle log commits at once, a busy one in groups as large as the disk is slow.
 */
export class GroupCommit {
  readonly #writer: Pick<SegmentWriter, "write" | "startSegment" | "endSegment">;
  readonly #of: { readonly name: string; readonly now: () => number };
  #queue: Waiting[] = [];
  #queueBytes = 0;
  #isCommitting = false;
  #failures = 0;
  #failure: unknown;
  #probedMs = Number.NEGATIVE_INFINITY;
  #isClosed = false;
  /** Commits and probes, one after the other. */
  #turn: Promise<void> = Promise.resolve();

  /** `name` is the log's folder, for messages; `now` is Unix milliseconds. */
  constructor(
    writer: Pick<SegmentWriter, "write" | "startSegment" | "endSegment">,
    of: { readonly name: string; readonly now: () => number },
  ) {
    this.#writer = writer;
    this.#of = of;
  }

  /** False after two failures in a row, until a probe succeeds. */
  get isWritable(): boolean {
    return this.#failures < FAILURES_MAX;
  }

  /** Why the last write failed; null where none did since one succeeded. */
  get failure(): string | null {
    if (this.#failures === 0) return null;
    return this.#failure instanceof Error ? this.#failure.message : String(this.#failure);
  }

  /** Resolves with the frame's number once its group is durable; see `SegmentLog.append`. */
  append(frame: Unnumbered): Promise<number> {
    const bytes = frame.payload.length;
    const refusal = this.#refusal(bytes);
    if (refusal !== null) return Promise.reject(refusal);
    return new Promise((resolve, reject) => {
      this.#queue.push({ frame, resolve, reject });
      this.#queueBytes += bytes;
      if (this.#isCommitting) return;
      this.#isCommitting = true;
      this.#turn = this.#turn.then(() => this.#commitQueue());
    });
  }

  #refusal(bytes: number): Error | null {
    if (bytes > PAYLOAD_BYTES_MAX) {
      return new RangeError(
        `payload of a frame must be at most ${PAYLOAD_BYTES_MAX} bytes, got ${bytes}`,
      );
    }
    if (this.#isClosed) return this.#unavailable("is closed");
    if (this.#queueBytes + bytes > QUEUE_BYTES_MAX) {
      return this.#unavailable(`has ${this.#queueBytes} bytes waiting for the disk: try again`);
    }
    if (this.isWritable) return null;
    const now = this.#of.now();
    if (now - this.#probedMs < PROBE_MS) {
      return this.#unavailable("only reads until the disk takes writes again");
    }
    this.#probedMs = now;
    return null;
  }

  #unavailable(what: string): LogUnavailable {
    const cause = this.#failures > 0 ? { cause: this.#failure } : {};
    return new LogUnavailable(`log ${this.#of.name} ${what}`, cause);
  }

  /** Tries the disk when the log only reads; true when the log takes appends (again). */
  async probe(): Promise<boolean> {
    this.#turn = this.#turn.then(async () => {
      if (this.isWritable || this.#isClosed) return;
      this.#probedMs = this.#of.now();
      try {
        await this.#writer.startSegment();
        // One success is not yet trust: the next failure closes the log again.
        this.#failures = FAILURES_MAX - 1;
      } catch (cause) {
        this.#failure = cause;
      }
    });
    await this.#turn;
    return this.isWritable && !this.#isClosed;
  }

  /** Ends the segment that is written to, after the groups before; rejects where the disk does not take a new one. */
  endSegment(): Promise<void> {
    const ended = this.#turn.then(() => this.#writer.endSegment());
    this.#turn = ended.catch((cause) => {
      this.#failure = cause;
    });
    return ended;
  }

  /** Refuses further frames and waits for those that are queued. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#turn;
  }

  async #commitQueue(): Promise<void> {
    while (this.#queue.length > 0) {
      const group = this.#takeGroup();
      try {
        const first = await this.#writer.write(group.map((waiting) => waiting.frame));
        this.#failures = 0;
        for (const [i, waiting] of group.entries()) waiting.resolve(first + i);
      } catch (cause) {
        this.#failures += 1;
        this.#failure = cause;
        this.#probedMs = this.#of.now();
        const refused = this.isWritable ? group : [...group, ...this.#takeAll()];
        for (const waiting of refused) waiting.reject(this.#unavailable("could not be written"));
      }
    }
    this.#isCommitting = false;
  }

  #takeGroup(): readonly Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { frame } of this.#queue) {
      bytes += frame.payload.length;
      if (count > 0 && (bytes > GROUP_BYTES_MAX || count === GROUP_FRAMES_MAX)) break;
      count += 1;
    }
    const group = this.#queue.splice(0, count);
    for (const { frame } of group) this.#queueBytes -= frame.payload.length;
    return group;
  }

  #takeAll(): readonly Waiting[] {
    this.#queueBytes = 0;
    return this.#queue.splice(0);
  }
}

interface Waiting {
  readonly frame: Unnumbered;
  readonly resolve: (seq: number) => void;
  readonly reject: (error: Error) => void;
}
