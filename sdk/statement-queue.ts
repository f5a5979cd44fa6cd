import { Fifo } from "./fifo.ts";
import type { Change } from "./wire/change.ts";
import type { Concern } from "./wire/concern.ts";
import { encodeRecords } from "./wire/otlp-logs.ts";
import type { Outcome } from "./wire/outcome.ts";
import type { Oversight } from "./wire/oversight.ts";
import type { Profile } from "./wire/profile.ts";
import { ProtobufWriter } from "./wire/protobuf-writer.ts";
import type { Score } from "./wire/score.ts";
import { toWire } from "./wire/to-wire.ts";

/** What is said beside predictions: rarely, so that each may be an object of its own. */
export type Body = Profile | Score | Outcome | Oversight | Concern | Change;
/** Classes of statements, each with numbers of its own. */
export type BodyClass = "profile" | "score" | "outcome" | "oversight" | "concern" | "change";

/** One statement in the queue. */
export interface Entry {
  /** Consecutive per class, from 1. */
  readonly seq: number;
  /** Memory that the record holds, estimated, in bytes. */
  readonly bytes: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly body: Body;
}

/** The lightest first: what leaves when memory runs out. */
export const BODY_CLASSES: readonly BodyClass[] = [
  "profile",
  "score",
  "outcome",
  "oversight",
  "concern",
  "change",
];
const WEIGHTIEST_FIRST: readonly BodyClass[] = [...BODY_CLASSES].reverse();

/** Statements that wait, by class, the oldest first. */
export class StatementQueue {
  readonly #queues: Record<BodyClass, Fifo<Entry>> = {
    profile: new Fifo(),
    score: new Fifo(),
    outcome: new Fifo(),
    oversight: new Fifo(),
    concern: new Fifo(),
    change: new Fifo(),
  };
  readonly #writer = new ProtobufWriter();
  length = 0;
  /** Memory of all that waits, estimated, in bytes. */
  bytes = 0;

  push(of: BodyClass, entry: Entry): void {
    this.#queues[of].push(entry);
    this.bytes += entry.bytes;
    this.length += 1;
  }

  /** The number of the oldest of a class; infinite where none waits. */
  firstSeq(of: BodyClass): number {
    return this.#queues[of].peek()?.seq ?? Infinity;
  }

  /** The oldest of a class leaves; undefined where there is none. */
  shift(of: BodyClass): Entry | undefined {
    const entry = this.#queues[of].shift();
    if (entry === undefined) return undefined;
    this.bytes -= entry.bytes;
    this.length -= 1;
    return entry;
  }

  /**
   * Encodes the oldest, which leave, the weightiest class first. `onFailure` hears the class of one that cannot
   * be encoded, which is given up.
   */
  drain(
    limits: { readonly records: number; readonly bytes: number },
    onFailure: (of: BodyClass) => void,
  ): {
    readonly records: number;
    readonly body: Uint8Array;
    readonly perClass: Partial<Record<BodyClass, number>>;
  } {
    const perClass: Partial<Record<BodyClass, number>> = {};
    const bodies: Uint8Array[] = [];
    let [records, bytes] = [0, 0];
    for (const of of WEIGHTIEST_FIRST) {
      while (records < limits.records && bytes < limits.bytes) {
        const entry = this.shift(of);
        if (entry === undefined) break;
        const { seq, traceId, spanId, body: statement } = entry;
        try {
          const body = encodeRecords(this.#writer, [toWire({ seq, traceId, spanId, statement })]);
          bodies.push(body);
          bytes += body.length;
          records += 1;
          perClass[of] = (perClass[of] ?? 0) + 1;
        } catch {
          // A mistake of ours: nothing of it may stay.
          this.#writer.take();
          onFailure(of);
        }
      }
    }
    return { records, body: Buffer.concat(bodies), perClass };
  }
}
