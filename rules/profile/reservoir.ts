import { fnv1a } from "./fnv1a.ts";
import { scramble } from "./seeded-random.ts";

/** Quantiles of so many values are within 1 percentage point of the truth, nine times in ten. */
const SAMPLE_MAX = 2048;

/** Values drawn at random, each with the number it was drawn by; ascending by that number. */
export type Sample = readonly (readonly [priority: number, value: number])[];

/**
 * Draws values by a hash of their record's id: the same 2,048 in any order and any split. Whoever
 * picks the ids can pick the sample, so the seed is not to be told to producers.
 */
export class SampleBuilder {
  readonly #seed: number;
  #drawn: (readonly [number, number])[] = [];
  #worst = Infinity;

  constructor(seed: number) {
    this.#seed = seed >>> 0;
  }

  add(value: number, id: string): void {
    const priority = priorityOf(this.#seed, id);
    if (priority > this.#worst) return;
    this.#drawn.push([priority, value]);
    if (this.#drawn.length < 2 * SAMPLE_MAX) return;
    this.#drawn = best(this.#drawn);
    this.#worst = this.#drawn.at(-1)?.[0] ?? Infinity;
  }

  build(): Sample {
    return best(this.#drawn);
  }
}

/** The sample of both together. */
export function mergeSamples(a: Sample, b: Sample): Sample {
  return best([...a, ...b]);
}

function best(drawn: Sample): (readonly [number, number])[] {
  return [...drawn].sort(([p, x], [q, y]) => p - q || x - y).slice(0, SAMPLE_MAX);
}

/** 53 bits of two hashes, so that ties are of one id only. */
function priorityOf(seed: number, id: string): number {
  const hash = fnv1a(id);
  const high = scramble(hash ^ seed) >>> 11;
  const low = scramble(fnv1a(`${seed} ${id}`));
  return high * 2 ** 32 + low;
}
