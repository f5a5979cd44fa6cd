import { Fifo } from "./fifo.ts";
import type { Observation } from "./observation.ts";
import type { Change } from "./wire/change.ts";
import type { Concern } from "./wire/concern.ts";
import type { Heartbeat } from "./wire/heartbeat.ts";
import type { Outcome } from "./wire/outcome.ts";
import type { Oversight } from "./wire/oversight.ts";
import type { Profile } from "./wire/profile.ts";
import type { Score } from "./wire/score.ts";

/** Classes of records that wait in the queue. */
export type RecordClass =
  | "prediction"
  | "profile"
  | "score"
  | "outcome"
  | "oversight"
  | "concern"
  | "change";

export type Body = Observation | Profile | Score | Outcome | Oversight | Concern | Change;

/** One record in the queue. */
export interface Entry {
  readonly class: RecordClass;
  /** Consecutive per class, from 1. */
  readonly seq: number;
  /** Memory that the record holds, estimated, in bytes. */
  readonly bytes: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly body: Body;
}

/** What left the queue for one batch: `encodeBatch` reads it, once. */
export interface Taken {
  readonly records: number;
  /** Memory that the records hold until they are encoded, estimated, in bytes. */
  readonly bytes: number;
  readonly perClass: Readonly<Partial<Record<RecordClass, number>>>;
  readonly entries: readonly Entry[];
}

/** Why a record was lost. */
export type LossReason = "queue_full" | "too_large" | "invalid" | "refused" | "closed" | "internal";

/**
 * What leaves first when memory runs out: a profile outlives the predictions that it counted, and
 * people's decisions what can be counted without them.
 */
export const DROP_ORDER: readonly RecordClass[] = [
  "prediction",
  "profile",
  "score",
  "outcome",
  "oversight",
  "concern",
  "change",
];
const TAKE_ORDER: readonly RecordClass[] = [...DROP_ORDER].reverse();
export const NOTHING = { records: 0, bytes: 0 } as const;
/** A record beyond this is a mistake (the collector takes 4 MiB a request). */
const RECORD_BYTES_MAX = 1_048_576;

/**
 * The queue between the watched process and the exporter, within a budget of bytes.
 *
 * Every record gets a sequence number when it arrives, also one that is lost at once, so that
 * issued − lost = sent + waiting at all times.
 */
export class Recorder {
  readonly #bytesMax: number;
  readonly #onFirstLoss: (name: string) => void;
  readonly #queues: Record<RecordClass, Fifo<Entry>> = {
    prediction: new Fifo(),
    profile: new Fifo(),
    score: new Fifo(),
    outcome: new Fifo(),
    oversight: new Fifo(),
    concern: new Fifo(),
    change: new Fifo(),
  };
  readonly #lastSeq: Record<RecordClass, number> = {
    prediction: 0,
    profile: 0,
    score: 0,
    outcome: 0,
    oversight: 0,
    concern: 0,
    change: 0,
  };
  readonly #dropped: Record<string, number> = {};
  #bytes = 0;
  #length = 0;
  #version = 0;
  /** The batch that is being sent; its bytes are part of the budget. */
  inFlight: { readonly records: number; readonly bytes: number } = NOTHING;

  constructor(of: { readonly bytesMax: number; readonly onFirstLoss: (name: string) => void }) {
    this.#bytesMax = of.bytesMax;
    this.#onFirstLoss = of.onFirstLoss;
  }

  get length(): number {
    return this.#length;
  }

  get bytes(): number {
    return this.#bytes + this.inFlight.bytes;
  }

  /** Changes whenever a count of the heartbeat does. */
  get version(): number {
    return this.#version;
  }

  add(
    of: RecordClass,
    bytes: number,
    trace: { readonly traceId: string; readonly spanId: string },
    body: Body,
  ): void {
    const seq = this.issue(of);
    if (bytes > RECORD_BYTES_MAX) {
      this.lose(of, "too_large");
    } else if (!this.#makeRoom(of, bytes)) {
      this.lose(of, "queue_full");
    } else {
      const { traceId, spanId } = trace;
      this.#queues[of].push({ class: of, seq, bytes, traceId, spanId, body });
      this.#bytes += bytes;
      this.#length += 1;
    }
  }

  /** A number for a record; one that never enters the queue is then to be counted with `lose`. */
  issue(of: RecordClass): number {
    this.#version += 1;
    this.#lastSeq[of] += 1;
    return this.#lastSeq[of];
  }

  lose(of: RecordClass, reason: LossReason, records = 1): void {
    this.count(`${of}.${reason}`, records);
  }

  /** Counts a loss that is no whole record, such as a selector's values (`hook.features`). */
  count(name: string, by = 1): void {
    this.#version += 1;
    const before = this.#dropped[name];
    this.#dropped[name] = (before ?? 0) + by;
    if (before === undefined) this.#onFirstLoss(name);
  }

  /** Takes the oldest records of each class, the weightiest class first. */
  take(limits: { readonly recordsMax: number; readonly bytesMax: number }): Taken {
    const entries: Entry[] = [];
    const perClass: Partial<Record<RecordClass, number>> = {};
    let bytes = 0;
    const taken = (): Taken => ({ records: entries.length, bytes, perClass, entries });
    for (const of of TAKE_ORDER) {
      for (;;) {
        const next = this.#queues[of].peek();
        if (next === undefined) break;
        const isFull = entries.length >= limits.recordsMax || bytes + next.bytes > limits.bytesMax;
        // One record always fits: a batch of none would never end.
        if (isFull && entries.length > 0) return taken();
        entries.push(next);
        bytes += next.bytes;
        perClass[of] = (perClass[of] ?? 0) + 1;
        this.#remove(of);
      }
    }
    return taken();
  }

  /** Whether every record up to these numbers has left the queue. */
  hasLeft(through: Readonly<Record<RecordClass, number>>): boolean {
    return DROP_ORDER.every((of) => (this.#queues[of].peek()?.seq ?? Infinity) > through[of]);
  }

  /** Gives up everything that waits, and counts it. */
  abandon(reason: LossReason): void {
    for (const of of DROP_ORDER) {
      while (this.#queues[of].length > 0) {
        this.#remove(of);
        this.lose(of, reason);
      }
    }
  }

  lastSeq(): Readonly<Record<RecordClass, number>> {
    return { ...this.#lastSeq };
  }

  dropped(): Readonly<Record<string, number>> {
    return { ...this.#dropped };
  }

  /** The producer's account, for the collector to compute what is missing without an explanation. */
  heartbeat(timeMs: number): Heartbeat {
    const issued = Object.entries(this.#lastSeq).filter(([, seq]) => seq > 0);
    return {
      kind: "heartbeat",
      timeMs,
      lastSeq: Object.fromEntries(issued),
      dropped: this.dropped(),
      queueDepth: this.#length,
    };
  }

  #makeRoom(of: RecordClass, bytes: number): boolean {
    for (const victim of DROP_ORDER) {
      while (this.bytes + bytes > this.#bytesMax && this.#queues[victim].length > 0) {
        this.#remove(victim);
        this.lose(victim, "queue_full");
      }
      if (this.bytes + bytes <= this.#bytesMax) return true;
      if (victim === of) return false;
    }
    return false;
  }

  #remove(of: RecordClass): void {
    const entry = this.#queues[of].shift();
    if (entry === undefined) return;
    this.#bytes -= entry.bytes;
    this.#length -= 1;
  }
}
