/** Memory for copies of bodies, shared by all exchanges in hand. */
export class CopyBudget {
  /** Of one body. */
  readonly bytesMax: number;
  readonly #totalMax: number;
  #held = 0;

  constructor(of: { readonly bytesMax: number; readonly totalMax: number }) {
    this.bytesMax = of.bytesMax;
    this.#totalMax = of.totalMax;
  }

  get held(): number {
    return this.#held;
  }

  take(bytes: number): boolean {
    if (this.#held + bytes > this.#totalMax) return false;
    this.#held += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#held -= bytes;
  }
}

/** A copy of a body that passes, kept to be read later; given up where it becomes too long. Holds no more than the budget gives. */
export class BodyCopy {
  readonly #budget: CopyBudget;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #isTooLong = false;

  constructor(budget: CopyBudget) {
    this.#budget = budget;
  }

  /** More passed than could be kept: nothing is. */
  get isTooLong(): boolean {
    return this.#isTooLong;
  }

  add(chunk: Buffer): void {
    if (this.#isTooLong) return;
    const isWithin = this.#bytes + chunk.length <= this.#budget.bytesMax;
    if (!isWithin || !this.#budget.take(chunk.length)) {
      this.release();
      this.#isTooLong = true;
      return;
    }
    this.#bytes += chunk.length;
    this.#chunks.push(chunk);
  }

  /** What passed so far, as one piece. */
  bytes(): Buffer {
    return this.#chunks.length === 1 ? (this.#chunks[0] ?? EMPTY) : Buffer.concat(this.#chunks);
  }

  /** Gives the memory back. Idempotent. */
  release(): void {
    this.#budget.give(this.#bytes);
    this.#bytes = 0;
    this.#chunks = [];
  }
}

const EMPTY = Buffer.alloc(0);
