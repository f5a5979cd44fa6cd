import type { FeatureBaseline } from "./baseline.ts";
import { searchOf } from "./cell-of.ts";
import type { CellSearch } from "./cell-search.ts";
import { magnitudeKey } from "./magnitude.ts";
import { Moments } from "./moments.ts";
import type { Profile } from "./profile.ts";

/** Vector components are summed in units of 2⁻²⁰: exact, whatever the order. */
export const COMPONENT_UNIT: number = 2 ** 20;

/** Eight million vectors of these still add up exactly in 53 bits. */
const COMPONENT_MAX = 2 ** 10;

/** From here on a table of all sizes pays. */
const BATCH_MIN = 4096;

/** Gathers the profile of one feature in one window, value by value or many numbers at once. */
export class ProfileBuilder {
  readonly #kind: FeatureBaseline["kind"];
  readonly #search: CellSearch;
  readonly #counts: Float64Array;
  readonly #magnitudes = new Map<number, number>();
  readonly #moments = new Moments();
  #missing = 0;
  #notANumber = 0;
  #wrongType = 0;
  #infinite = 0;
  #min = Infinity;
  #max = -Infinity;

  constructor(feature: FeatureBaseline) {
    this.#kind = feature.kind;
    this.#search = searchOf(feature);
    this.#counts = new Float64Array(feature.counts.length);
  }

  /**
   * One prediction's value: absent and null are missing, and so is what the feature cannot hold: NaN
   * and anything but a number in a numeric one, anything but text in a categorical one, anything but
   * an array of as many components up to ±1,024 in sums.
   */
  add(value: unknown): void {
    if (value === null || value === undefined) this.#missing += 1;
    else if (this.#kind === "numeric" && typeof value === "number") this.#addNumber(value);
    else if (this.#kind === "categorical" && typeof value === "string") {
      this.#count(this.#search.ofText(value));
    } else if (this.#kind !== "sums" || !this.#addVector(value)) {
      this.#missing += 1;
      this.#wrongType += 1;
    }
  }

  /** Many numbers of a numeric feature at once; throws for any other. */
  addNumbers(values: Float64Array): void {
    if (this.#kind !== "numeric")
      throw new Error(`numbers have no cell in a ${this.#kind} feature`);
    if (values.length < BATCH_MIN) {
      for (const value of values) this.#addNumber(value);
      return;
    }
    this.#search.countNumbers(values, this.#counts);
    const moments = this.#moments;
    const magnitudes = new Float64Array(2 ** 15);
    let [min, max] = [this.#min, this.#max];
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? 0;
      // True of NaN and infinities only.
      if (value - value !== 0) {
        this.#noteNonFinite(value);
        continue;
      }
      const key = magnitudeKey(value);
      magnitudes[key] = (magnitudes[key] ?? 0) + 1;
      if (value < min) min = value;
      if (value > max) max = value;
      moments.add(value);
    }
    this.#min = min;
    this.#max = max;
    for (let key = 0; key < magnitudes.length; key++) {
      const count = magnitudes[key] ?? 0;
      if (count > 0) this.#magnitudes.set(key, (this.#magnitudes.get(key) ?? 0) + count);
    }
  }

  build(): Profile {
    const hasNumber = this.#min <= this.#max;
    const magnitudes = [...this.#magnitudes].sort(([a], [b]) => a - b);
    return {
      counts: Array.from(this.#counts),
      missing: this.#missing,
      notANumber: this.#notANumber,
      wrongType: this.#wrongType,
      infinite: this.#infinite,
      // `+ 0` turns −0 into 0, which JSON could not tell apart.
      min: hasNumber ? this.#min + 0 : null,
      max: hasNumber ? this.#max + 0 : null,
      magnitudes: Object.fromEntries(magnitudes.map(([key, count]) => [String(key), count])),
      sum: this.#moments.sum,
      sumOfSquares: this.#moments.sumOfSquares,
    };
  }

  #addNumber(value: number): void {
    if (!Number.isNaN(value)) this.#count(this.#search.ofNumber(value));
    if (!Number.isFinite(value)) {
      this.#noteNonFinite(value);
      return;
    }
    const key = magnitudeKey(value);
    this.#magnitudes.set(key, (this.#magnitudes.get(key) ?? 0) + 1);
    this.#min = Math.min(this.#min, value);
    this.#max = Math.max(this.#max, value);
    this.#moments.add(value);
  }

  #noteNonFinite(value: number): void {
    if (Number.isNaN(value)) {
      this.#missing += 1;
      this.#notANumber += 1;
    } else {
      this.#infinite += 1;
    }
  }

  /** False where it is no vector of the right length. */
  #addVector(value: unknown): boolean {
    const size = this.#counts.length - 1;
    const isVector = Array.isArray(value) || value instanceof Float64Array;
    if (!isVector || value.length !== size) return false;
    // By index: `every` leaves out what a list has no element for.
    for (let i = 0; i < size; i++) if (!isComponent(value[i])) return false;
    this.#count(0);
    for (let i = 0; i < size; i++) {
      const at = i + 1;
      this.#counts[at] = (this.#counts[at] ?? 0) + Math.round(Number(value[i]) * COMPONENT_UNIT);
    }
    return true;
  }

  #count(cell: number): void {
    this.#counts[cell] = (this.#counts[cell] ?? 0) + 1;
  }
}

function isComponent(value: unknown): boolean {
  return typeof value === "number" && Math.abs(value) <= COMPONENT_MAX;
}
