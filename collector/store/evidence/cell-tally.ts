import type { Cells } from "@tiltmeter/rules";
import { decoded, NOT_A_NUMBER, WRONG_TYPE } from "./feature-values.ts";

/** Adds up the rows of one feature and group. */
export class CellTally {
  readonly #empty: Cells;
  readonly #isNumeric: boolean;
  readonly #counts: number[];
  readonly #magnitudes = new Map<string, number>();
  #notANumber = 0;
  #wrongType = 0;
  #infinite = 0;
  #min: number | null = null;
  #max: number | null = null;

  constructor(empty: Cells, isNumeric: boolean) {
    this.#empty = empty;
    this.#isNumeric = isNumeric;
    this.#counts = [...empty.counts];
  }

  /** So many values of one code. */
  add(code: number, count: number): void {
    const { cell, magnitude } = decoded(code);
    if (cell === NOT_A_NUMBER) this.#notANumber += count;
    else if (cell === WRONG_TYPE) this.#wrongType += count;
    else if (cell >= 0) {
      this.#counts[cell] = (this.#counts[cell] ?? 0) + count;
      if (magnitude >= 0) {
        const key = String(magnitude);
        this.#magnitudes.set(key, (this.#magnitudes.get(key) ?? 0) + count);
      } else if (this.#isNumeric) this.#infinite += count;
    }
  }

  /** The extremes of finite numbers; null where there are none. */
  reach(low: number | null, high: number | null): void {
    this.#min = extreme(Math.min, this.#min, low);
    this.#max = extreme(Math.max, this.#max, high);
  }

  cells(): Cells {
    return {
      ...this.#empty,
      counts: this.#counts,
      missing: this.#notANumber + this.#wrongType,
      notANumber: this.#notANumber,
      wrongType: this.#wrongType,
      infinite: this.#infinite,
      min: this.#min,
      max: this.#max,
      magnitudes: Object.fromEntries(this.#magnitudes),
    };
  }
}

function extreme(
  of: (a: number, b: number) => number,
  a: number | null,
  b: number | null,
): number | null {
  return a === null ? b : b === null ? a : of(a, b);
}
