import type { Observation } from "./observation.ts";
import { PredictionEncoder } from "./prediction-encoder.ts";
import { PredictionQueue, RECORD_BYTES_MAX } from "./prediction-queue.ts";
import { Staged } from "./staged.ts";
import { BODY_CLASSES, type Body, type BodyClass, StatementQueue } from "./statement-queue.ts";
import { turn } from "./turn.ts";
import type { Heartbeat } from "./wire/heartbeat.ts";

/** Classes of records that wait in the queue. */
export type RecordClass = "prediction" | BodyClass;

type Trace = { readonly traceId: string; readonly spanId: string };
type Counts = Partial<Record<RecordClass, number>>;

/** Records that have left the queue, encoded: `ScopeLogs.log_records`, in their order. */
export interface Slice {
  readonly records: number;
  readonly body: Uint8Array;
  readonly perClass: Readonly<Counts>;
}

/** What left the queue for one batch. */
export interface Taken {
  readonly records: number;
  /** Memory that the records hold now. */
  readonly bytes: number;
  readonly perClass: Readonly<Counts>;
  /** Good until the next `take`, which uses their memory again. */
  readonly slices: readonly Slice[];
}

/** Why a record was lost. */
export type LossReason = "queue_full" | "too_large" | "invalid" | "refused" | "closed" | "internal";

/**
 * What leaves first when memory runs out: a profile outlives the predictions that it counted, and
 * people's decisions what can be counted without them.
 */
export const DROP_ORDER: readonly RecordClass[] = ["prediction", ...BODY_CLASSES];
export const NOTHING = { records: 0, bytes: 0 } as const;
/** What is encoded before the host gets its turn: less than a millisecond of its event loop. */
const SLICE = { predictions: 512, statements: 128, bytes: 524_288 } as const;

/**
 * The queue between the watched process and the exporter, within a budget of bytes: first goes the content
 * of generative calls, then features, then whole records in `DROP_ORDER`, the oldest of each first.
 *
 * Every record gets a sequence number when it arrives, also one that is lost at once, so that
 * issued − lost = sent + waiting at all times.
 */
export class Recorder {
  readonly #bytesMax: number;
  readonly #onFirstLoss: (name: string) => void;
  readonly #staged = new Staged((observation, trace, seq) => this.#pack(observation, trace, seq));
  readonly #predictions = new PredictionQueue();
  readonly #statements = new StatementQueue();
  readonly #encoder = new PredictionEncoder();
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
  #version = 0;
  #refuse: (name: string) => void = () => undefined;
  /** The batch that is being sent; its bytes are part of the budget. */
  inFlight: { readonly records: number; readonly bytes: number } = NOTHING;

  constructor(of: { readonly bytesMax: number; readonly onFirstLoss: (name: string) => void }) {
    this.#bytesMax = of.bytesMax;
    this.#onFirstLoss = of.onFirstLoss;
  }

  get length(): number {
    return this.#statements.length + this.#predictions.length + this.#staged.length;
  }

  /** Memory of what waits and what is being sent, estimated. */
  get bytes(): number {
    this.#staged.packAll();
    return this.#held;
  }

  /** Changes whenever a count of the heartbeat does. */
  get version(): number {
    return this.#version;
  }

  /**
   * Takes a prediction, which must not change any more. `refuse` hears, then or later, the name of each feature
   * or segment that is no scalar; it leaves the observation, too.
   */
  predict(observation: Observation, trace: Trace, refuse: (name: string) => void): void {
    this.#refuse = refuse;
    this.#staged.add(observation, trace, this.issue("prediction"));
  }

  add(of: BodyClass, bytes: number, trace: Trace, body: Body): void {
    const seq = this.issue(of);
    this.#staged.packAll();
    if (bytes > RECORD_BYTES_MAX) {
      this.lose(of, "too_large");
    } else if (!this.#makeRoom(of, bytes)) {
      this.lose(of, "queue_full");
    } else {
      const { traceId, spanId } = trace;
      this.#statements.push(of, { seq, bytes, traceId, spanId, body });
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

  /** Gives up what has left the queue: a batch's records, by class. */
  loseAll(perClass: Readonly<Counts>, reason: LossReason): void {
    for (const of of DROP_ORDER) {
      const records = perClass[of] ?? 0;
      if (records > 0) this.lose(of, reason, records);
    }
  }

  /** Counts a loss that is no whole record, such as a selector's values (`hook.features`). */
  count(name: string, by = 1): void {
    this.#version += 1;
    const before = this.#dropped[name];
    this.#dropped[name] = (before ?? 0) + by;
    if (before === undefined) this.#onFirstLoss(name);
  }

  /**
   * Takes and encodes the oldest records of each class, the weightiest class first, slice by slice, giving
   * way to the host after each. `onSlice` hears after each what has left the queue so far.
   */
  async take(
    limits: { readonly recordsMax: number; readonly bytesMax: number },
    onSlice: (held: { readonly records: number; readonly bytes: number }) => void = () => undefined,
  ): Promise<Taken> {
    const slices: Slice[] = [];
    const perClass: Counts = {};
    let [records, bytes] = [0, 0];
    this.#encoder.rewind();
    while (records < limits.recordsMax && bytes < limits.bytesMax && this.length > 0) {
      const slice = this.#drain({
        recordsMax: limits.recordsMax - records,
        bytesMax: limits.bytesMax - bytes,
      });
      slices.push(slice);
      records += slice.records;
      bytes += slice.body.length;
      for (const of of DROP_ORDER) {
        const more = slice.perClass[of] ?? 0;
        if (more > 0) perClass[of] = (perClass[of] ?? 0) + more;
      }
      onSlice({ records, bytes });
      await turn();
    }
    return { records, bytes, perClass, slices };
  }

  /** As `take`, of one slice and at once: for the last moment of a process. */
  takeNow(): Taken {
    this.#encoder.rewind();
    const slice = this.#drain({ recordsMax: SLICE.predictions, bytesMax: SLICE.bytes });
    const { records, perClass, body } = slice;
    return { records, bytes: body.length, perClass, slices: [slice] };
  }

  /** Whether every record up to these numbers has left the queue. */
  hasLeft(through: Readonly<Record<RecordClass, number>>): boolean {
    this.#staged.packAll();
    if (this.#predictions.firstSeq <= through.prediction) return false;
    return BODY_CLASSES.every((of) => this.#statements.firstSeq(of) > through[of]);
  }

  /** Gives up everything that waits, and counts it. */
  abandon(reason: LossReason): void {
    this.#staged.packAll();
    while (this.#predictions.drop()) this.lose("prediction", reason);
    for (const of of BODY_CLASSES) {
      while (this.#statements.shift(of) !== undefined) this.lose(of, reason);
    }
  }

  lastSeq(): Readonly<Record<RecordClass, number>> {
    return { ...this.#lastSeq };
  }

  dropped(): Readonly<Record<string, number>> {
    this.#staged.packAll();
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
      queueDepth: this.length,
    };
  }

  get #held(): number {
    return this.#statements.bytes + this.#predictions.bytes + this.inFlight.bytes;
  }

  /** Into the queue, for which others may have to leave; the memory that it took. */
  #pack(observation: Observation, trace: Trace, seq: number): number {
    const before = this.#predictions.bytes;
    try {
      if (!this.#predictions.push(observation, trace, seq, this.#refuse)) {
        this.lose("prediction", "too_large");
        return RECORD_BYTES_MAX;
      }
    } catch {
      // A mistake of ours must not reach the call.
      this.lose("prediction", "internal");
      return 0;
    }
    const bytes = this.#predictions.bytes - before;
    if (this.#held > this.#bytesMax) this.#makeRoom("prediction", 0);
    return bytes;
  }

  /** False where only weightier records than this one's class are left to go. */
  #makeRoom(of: RecordClass, bytes: number): boolean {
    const isFull = (): boolean => this.#held + bytes > this.#bytesMax;
    const queue = this.#predictions;
    while (isFull() && queue.shedContent()) this.count("content.queue_full");
    while (isFull() && queue.shedFeatures()) this.count("features.queue_full");
    while (isFull() && queue.drop()) this.lose("prediction", "queue_full");
    if (of === "prediction") return !isFull();
    for (const victim of BODY_CLASSES) {
      while (isFull() && this.#statements.shift(victim) !== undefined) {
        this.lose(victim, "queue_full");
      }
      if (!isFull()) return true;
      if (victim === of) return false;
    }
    return false;
  }

  /** One slice. At least one record leaves the queue where any waits. */
  #drain(limits: { readonly recordsMax: number; readonly bytesMax: number }): Slice {
    // Also of what came between two slices: what waits is taken, or taking would never end.
    this.#staged.packAll();
    const bytesMax = Math.min(SLICE.bytes, limits.bytesMax);
    if (this.#statements.length > 0) {
      const records = Math.min(SLICE.statements, limits.recordsMax);
      return this.#statements.drain({ records, bytes: bytesMax }, (of) =>
        this.lose(of, "internal"),
      );
    }
    const recordsMax = Math.min(SLICE.predictions, limits.recordsMax);
    const [since, before] = [this.#encoder.length, this.#predictions.length];
    let records = 0;
    try {
      records = this.#predictions.drain(this.#encoder, { records: recordsMax, bytes: bytesMax });
    } catch {
      // A mistake of ours: the record is given up, those before it are whole.
      this.lose("prediction", "internal");
      records = before - this.#predictions.length - 1;
    }
    const perClass = records > 0 ? { prediction: records } : {};
    return { records, body: this.#encoder.since(since), perClass };
  }
}
