import type { Observation } from "./observation.ts";

type Trace = { readonly traceId: string; readonly spanId: string };

/** A slice: so many are encoded without waiting for more. */
const RECORDS_MAX = 512;
/** Memory that may be staged beside the queue's budget, by the size that predictions had lately. */
const BYTES_MAX = 524_288;
const NO_TRACE: Trace = { traceId: "", spanId: "" };

/**
 * Predictions as they were just observed, by reference, until they are packed into the queue together.
 *
 * Packing one prediction right after its call finds none of its code and memory in the processor's caches, and
 * takes two or three times what it takes in a row: so a call only leaves its observation here. How many may wait
 * follows from how large they were: the first, and any that are large, are packed at once.
 */
export class Staged {
  readonly #observations: (Observation | null)[] = new Array<null>(RECORDS_MAX).fill(null);
  readonly #traces: Trace[] = new Array<Trace>(RECORDS_MAX).fill(NO_TRACE);
  readonly #seqs: Float64Array = new Float64Array(RECORDS_MAX);
  readonly #pack: (observation: Observation, trace: Trace, seq: number) => number;
  #max = 1;
  #largest = BYTES_MAX;
  length = 0;

  /** `pack` brings one into the queue and returns the memory that it takes there. */
  constructor(pack: (observation: Observation, trace: Trace, seq: number) => number) {
    this.#pack = pack;
  }

  add(observation: Observation, trace: Trace, seq: number): void {
    const at = this.length;
    this.#observations[at] = observation;
    this.#traces[at] = trace;
    this.#seqs[at] = seq;
    this.length = at + 1;
    if (this.length >= this.#max) this.packAll();
  }

  /** Packs all of them, in their order, and holds them no longer. */
  packAll(): void {
    const { length } = this;
    if (length === 0) return;
    this.length = 0;
    // Sizes grow at once in this account, and shrink by half a time.
    let largest = this.#largest / 2;
    for (let at = 0; at < length; at += 1) {
      const observation = this.#observations[at] ?? null;
      const trace = this.#traces[at] ?? NO_TRACE;
      this.#observations[at] = null;
      this.#traces[at] = NO_TRACE;
      if (observation === null) continue;
      largest = Math.max(largest, this.#pack(observation, trace, this.#seqs[at] ?? 0));
    }
    this.#largest = largest;
    this.#max = Math.max(1, Math.min(RECORDS_MAX, Math.floor(BYTES_MAX / largest)));
  }
}
