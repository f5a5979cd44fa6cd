import { addCounts } from "../evidence/add-counts.ts";
import { type Frame, octaveCell, SIZE_MAX } from "./centred-cell.ts";
import { mergeSamples, type Sample, SampleBuilder } from "./reservoir.ts";

/**
 * What is kept of a numeric feature that has no baseline yet: a histogram around the first values'
 * median, finer the nearer to it, and where values may be kept a random sample of them. A baseline
 * is frozen from it; nothing is judged by it.
 */
export interface Bootstrap {
  readonly frame: Frame;
  /** Finite values. */
  readonly n: number;
  /** Predictions without a value, NaN among them. */
  readonly missing: number;
  readonly notANumber: number;
  /** ±Infinity: in no cell. */
  readonly infinite: number;
  readonly min: number | null;
  readonly max: number | null;
  /** Values that are one of the frame's atoms: as many counts, and in no cell. */
  readonly atoms: readonly number[];
  /** (x − centre)/spread within ±2⁻¹⁰. */
  readonly zero: number;
  /** Beyond ±2¹⁴. */
  readonly below: number;
  readonly above: number;
  /** Cells of the base-2 exponential histogram of scale 3, index as text, left and right of the centre. */
  readonly negative: Readonly<Record<string, number>>;
  readonly positive: Readonly<Record<string, number>>;
  /** Null where values may not be kept. */
  readonly sample: Sample | null;
}

/** Gathers a bootstrap in one frame. Some 60 ns a value without a sample. */
export class BootstrapBuilder {
  readonly #frame: Frame;
  readonly #atomAt: ReadonlyMap<number, number>;
  readonly #atoms: number[];
  readonly #negative = new Map<number, number>();
  readonly #positive = new Map<number, number>();
  readonly #sample: SampleBuilder | null;
  #n = 0;
  #missing = 0;
  #notANumber = 0;
  #infinite = 0;
  #min = Infinity;
  #max = -Infinity;
  #zero = 0;
  #below = 0;
  #above = 0;

  /** `seed` draws the sample; null keeps none. One frame and seed for all that is to be merged. */
  constructor(frame: Frame, seed: number | null) {
    this.#frame = frame;
    this.#atomAt = new Map(frame.atoms.map((atom, i) => [atom, i]));
    this.#atoms = frame.atoms.map(() => 0);
    this.#sample = seed === null ? null : new SampleBuilder(seed);
  }

  /** One prediction's value; its id decides whether it is in the sample. */
  add(value: unknown, id: string): void {
    if (typeof value !== "number" || Number.isNaN(value)) {
      this.#missing += 1;
      if (typeof value === "number") this.#notANumber += 1;
      return;
    }
    if (!Number.isFinite(value)) {
      this.#infinite += 1;
      return;
    }
    this.#n += 1;
    // `+ 0` turns −0 into 0, which JSON could not tell apart.
    this.#min = Math.min(this.#min, value + 0);
    this.#max = Math.max(this.#max, value + 0);
    this.#sample?.add(value + 0, id);
    const atom = this.#atomAt.get(value);
    if (atom === undefined) this.#count((value - this.#frame.centre) / this.#frame.spread);
    else this.#atoms[atom] = (this.#atoms[atom] ?? 0) + 1;
  }

  build(): Bootstrap {
    return {
      frame: this.#frame,
      n: this.#n,
      missing: this.#missing,
      notANumber: this.#notANumber,
      infinite: this.#infinite,
      min: this.#n > 0 ? this.#min : null,
      max: this.#n > 0 ? this.#max : null,
      atoms: [...this.#atoms],
      zero: this.#zero,
      below: this.#below,
      above: this.#above,
      negative: Object.fromEntries(this.#negative),
      positive: Object.fromEntries(this.#positive),
      sample: this.#sample?.build() ?? null,
    };
  }

  #count(offset: number): void {
    const size = Math.abs(offset);
    if (size > SIZE_MAX) {
      if (offset > 0) this.#above += 1;
      else this.#below += 1;
      return;
    }
    const cell = octaveCell(size);
    if (cell === null) {
      this.#zero += 1;
      return;
    }
    const cells = offset > 0 ? this.#positive : this.#negative;
    cells.set(cell, (cells.get(cell) ?? 0) + 1);
  }
}

/** Adds two bootstraps of one frame and seed: in any order, the same. Throws where the frames differ, or one has no sample. */
export function mergeBootstraps(a: Bootstrap, b: Bootstrap): Bootstrap {
  if (!isSameFrame(a.frame, b.frame) || (a.sample === null) !== (b.sample === null)) {
    throw new Error(
      `bootstraps merge within one frame, got centres ${a.frame.centre} and ${b.frame.centre}`,
    );
  }
  return {
    frame: a.frame,
    n: a.n + b.n,
    missing: a.missing + b.missing,
    notANumber: a.notANumber + b.notANumber,
    infinite: a.infinite + b.infinite,
    min: a.min === null ? b.min : b.min === null ? a.min : Math.min(a.min, b.min),
    max: a.max === null ? b.max : b.max === null ? a.max : Math.max(a.max, b.max),
    atoms: a.atoms.map((count, i) => count + (b.atoms[i] ?? 0)),
    zero: a.zero + b.zero,
    below: a.below + b.below,
    above: a.above + b.above,
    negative: addCounts(a.negative, b.negative),
    positive: addCounts(a.positive, b.positive),
    sample: a.sample === null || b.sample === null ? null : mergeSamples(a.sample, b.sample),
  };
}

function isSameFrame(a: Frame, b: Frame): boolean {
  return (
    a.centre === b.centre &&
    a.spread === b.spread &&
    a.atoms.length === b.atoms.length &&
    a.atoms.every((atom, i) => atom === b.atoms[i])
  );
}
