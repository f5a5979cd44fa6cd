/** Runs that meet under one hash by chance are two; more are made to. */
const MEET_MAX = 4;

/** What `Sequences.find` gives where too many runs meet. */
export const CROWDED = "crowded";

/** What was made of each run of numbers so far: the same for the same run. */
export class Sequences<Value> {
  readonly #found = new Map<number, { readonly run: Int32Array; readonly value: Value }[]>();
  #numbers = 0;

  /** How many numbers all runs have together: what this costs. */
  get numbers(): number {
    return this.#numbers;
  }

  /** The value of the first `count` numbers of `of`, which `make` makes where they come first. */
  find(of: Int32Array, count: number, make: (run: Int32Array) => Value): Value | typeof CROWDED {
    let hash = count;
    for (let i = 0; i < count; i += 1) {
      hash = Math.imul(hash ^ (of[i] ?? 0), 0x9e37_79b1);
      hash ^= hash >>> 15;
    }
    const known = this.#found.get(hash);
    if (known !== undefined) {
      for (const { run, value } of known) if (isRun(run, of, count)) return value;
      if (known.length >= MEET_MAX) return CROWDED;
    }
    const run = of.slice(0, count);
    const value = make(run);
    this.#numbers += count;
    if (known === undefined) this.#found.set(hash, [{ run, value }]);
    else known.push({ run, value });
    return value;
  }
}

export function isRun(run: Int32Array, of: Int32Array, count: number): boolean {
  if (run.length !== count) return false;
  for (let i = 0; i < count; i += 1) if (run[i] !== of[i]) return false;
  return true;
}
