import { type ExactText, printExact } from "./exact-number.ts";
import { ExactSum, UNIT_EXPONENT } from "./exact-sum.ts";

/** Between these sizes a square and its rounding error are both doubles. */
const SMALL = 2 ** -480;
const BIG = 2 ** 500;
/** What brings other sizes between them, exactly. */
const SCALE_EXPONENT = 600;

/** Σx and Σx² of finite doubles without rounding or overflow, in any order. Some 20 ns a value. */
export class Moments {
  readonly #sum = new ExactSum();
  readonly #squares = new ExactSum();
  /** Squares of values times 2^600 and 2^−600: hardly anyone has such values. */
  #small: ExactSum | null = null;
  #big: ExactSum | null = null;

  add(value: number): void {
    if (value === 0) return;
    this.#sum.add(value);
    const size = Math.abs(value);
    if (size >= SMALL && size <= BIG) {
      addSquare(this.#squares, value);
    } else if (size < SMALL) {
      this.#small ??= new ExactSum();
      addSquare(this.#small, value * 2 ** SCALE_EXPONENT);
    } else {
      this.#big ??= new ExactSum();
      addSquare(this.#big, value * 2 ** -SCALE_EXPONENT);
    }
  }

  get sum(): ExactText {
    return printExact({ integer: this.#sum.total(), exponent: UNIT_EXPONENT });
  }

  get sumOfSquares(): ExactText {
    const shift = BigInt(2 * SCALE_EXPONENT);
    const integer =
      ((this.#big?.total() ?? 0n) << (2n * shift)) +
      (this.#squares.total() << shift) +
      (this.#small?.total() ?? 0n);
    return printExact({ integer, exponent: UNIT_EXPONENT - 2 * SCALE_EXPONENT });
  }
}

/** A square is its rounded value and the rounding's error, both doubles: Dekker (1971). */
function addSquare(sum: ExactSum, value: number): void {
  const square = value * value;
  const split = 134_217_729 * value;
  const high = split - (split - value);
  const low = value - high;
  sum.add(square);
  const error = low * low - (square - high * high - 2 * high * low);
  if (error !== 0) sum.add(error);
}
