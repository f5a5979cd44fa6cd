/** What a journal has counted itself: the records of the batches after one, up to another. */
export interface Counted {
  /** Counting began behind this batch: 0, but for journals from before there was a count. */
  readonly afterSeq: number;
  readonly upToSeq: number;
  readonly records: number;
}

/** Batches that follow each other and have so many records each. */
interface Run {
  toSeq: number;
  batches: number;
  readonly records: number;
}

/**
 * How many records the store was given: counted as batches come in, apart from what the store says of them, so that
 * the two can be compared long after the files of the batches are gone.
 */
export class RecordCount {
  #counted: Counted;
  /** Batches that the store does not have yet. */
  readonly #waiting: Run[] = [];

  constructor(counted: Counted) {
    this.#counted = counted;
  }

  /** Of the batches that the store has. */
  get counted(): Counted {
    return this.#counted;
  }

  /** Counts one more batch; batches come in order. */
  add(seq: number, records: number): void {
    if (seq <= this.#counted.upToSeq) return;
    const last = this.#waiting.at(-1);
    if (last !== undefined && last.records === records && last.toSeq + 1 === seq) {
      last.toSeq = seq;
      last.batches += 1;
    } else {
      this.#waiting.push({ toSeq: seq, batches: 1, records });
    }
  }

  /** The store has everything up to this batch. */
  applied(seq: number): void {
    if (seq <= this.#counted.upToSeq) return;
    let records = 0;
    let whole = 0;
    for (const run of this.#waiting) {
      const left = Math.max(0, run.toSeq - seq);
      const taken = Math.max(0, run.batches - left);
      records += taken * run.records;
      run.batches -= taken;
      if (left > 0) break;
      whole += 1;
    }
    this.#waiting.splice(0, whole);
    this.#counted = {
      ...this.#counted,
      upToSeq: seq,
      records: this.#counted.records + records,
    };
  }
}
