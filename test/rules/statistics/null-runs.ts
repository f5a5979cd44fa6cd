import { expect } from "vitest";
import { binomialDensity } from "../../../rules/statistics/poisson.ts";

/** Seeded runs with nothing wrong, and how often a test of 5 % may reject in them. */
export const RUNS = 20_000;

// scipy.stats.binom.ppf([0.999, 0.0005], 20000, 0.05): the one-sided 99.9 % bound above, and the
// lower end of the two-sided one.
const MOST = 1097;
const FEWEST = 900;

/** Rejections of as many runs as there are. */
export function rejections(rejects: () => boolean): number {
  let rejected = 0;
  for (let run = 0; run < RUNS; run++) if (rejects()) rejected++;
  return rejected;
}

/**
 * The size is at most 5 %: for tests that are conservative, or have steps, or are only asymptotic.
 */
export function expectAtMost5Percent(rejected: number): void {
  expect(rejected).toBeLessThanOrEqual(MOST);
}

/** The size is 5 %, neither more nor less. */
export function expect5Percent(rejected: number): void {
  expect(rejected).toBeLessThanOrEqual(MOST);
  expect(rejected).toBeGreaterThanOrEqual(FEWEST);
}

/**
 * Uniform in [0, 1), the same for the same seed: mulberry32. The generator of `seeded` is too plain
 * for this: with 3,000 numbers a run its pattern shows, and χ² rejects 4.5 % instead of 4.9 %.
 */
export function mulberry(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Draws histograms of any size from the shares. */
export function histogramsOf(
  shares: readonly number[],
  random: () => number,
): (size: number) => number[] {
  let sum = 0;
  const upTo = shares.map((share) => {
    sum += share;
    return sum;
  });
  upTo[upTo.length - 1] = 1;
  // Where to begin to look, by the first byte of the number.
  const begin = Array.from({ length: 256 }, (_, byte) => upTo.findIndex((end) => end > byte / 256));
  return (size) => {
    const counts = new Array<number>(shares.length).fill(0);
    for (let i = 0; i < size; i++) {
      const u = random();
      let bin = begin[Math.floor(u * 256)] ?? 0;
      while (u >= (upTo[bin] ?? 1)) bin++;
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    return counts;
  };
}

/** Draws binomial counts, one random number each: by inversion of the distribution. */
export function binomialsOf(trials: number, p: number, random: () => number): () => number {
  const upTo = new Float64Array(trials + 1);
  let sum = 0;
  for (let k = 0; k <= trials; k++) {
    sum += binomialDensity(k, trials, p);
    upTo[k] = sum;
  }
  return () => {
    const u = random();
    let [low, high] = [0, trials];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] ?? 1) <= u) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
