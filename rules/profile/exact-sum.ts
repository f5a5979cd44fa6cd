/** The bits of a double, high word and low word; one pair for all, since nothing here yields. */
const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
const HIGH = new Uint8Array(new Float64Array([-0]).buffer)[7] === 0x80 ? 1 : 0;
const LOW = 1 - HIGH;

/** Low words hold 32 bits and their sums 53: fold well before. */
const ADDS_MAX = 2 ** 20;

/** The exponent of the unit that `ExactSum.total` counts in: the smallest double is 2⁻¹⁰⁷⁴. */
export const UNIT_EXPONENT = -1074;

/**
 * A sum of doubles without rounding: the same total in any order and any split.
 *
 * Mantissas are added up as whole numbers, apart by sign and exponent, and joined into one big
 * integer when asked. Finite values only. About 5 ns a value; memory is 8 kB and 16 bytes for each
 * exponent seen.
 *
 * Source: Neal (2015), Fast exact summation using small and large superaccumulators, arXiv 1505.05571.
 */
export class ExactSum {
  /** Sign and exponent → place in the accumulators, 0 where there is none yet. */
  readonly #places = new Uint16Array(4096);
  #keys: number[] = [0];
  #high = new Float64Array(16);
  #low = new Float64Array(16);
  #adds = 0;
  #folded = 0n;

  add(value: number): void {
    double[0] = value;
    const high = words[HIGH] ?? 0;
    const key = high >>> 20;
    let place = this.#places[key] ?? 0;
    if (place === 0) place = this.#open(key);
    // Below the smallest normal exponent there is no hidden bit.
    const hidden = (key & 0x7ff) === 0 ? 0 : 0x100000;
    this.#high[place] = (this.#high[place] ?? 0) + ((high & 0xfffff) | hidden);
    this.#low[place] = (this.#low[place] ?? 0) + (words[LOW] ?? 0);
    this.#adds += 1;
    if (this.#adds >= ADDS_MAX) this.#fold();
  }

  /** The sum in units of 2⁻¹⁰⁷⁴. */
  total(): bigint {
    this.#fold();
    return this.#folded;
  }

  #open(key: number): number {
    const place = this.#keys.push(key) - 1;
    if (place === this.#high.length) {
      this.#high = grown(this.#high);
      this.#low = grown(this.#low);
    }
    this.#places[key] = place;
    return place;
  }

  #fold(): void {
    for (let place = 1; place < this.#keys.length; place++) {
      const key = this.#keys[place] ?? 0;
      const shift = BigInt(Math.max(key & 0x7ff, 1) - 1);
      const high = BigInt(this.#high[place] ?? 0);
      const part = ((high << 32n) + BigInt(this.#low[place] ?? 0)) << shift;
      this.#folded += key >= 0x800 ? -part : part;
    }
    this.#high.fill(0);
    this.#low.fill(0);
    this.#adds = 0;
  }
}

function grown(of: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const twice = new Float64Array(of.length * 2);
  twice.set(of);
  return twice;
}
