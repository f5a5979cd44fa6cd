import fc from "fast-check";
import { expect, test } from "vitest";
import { stabilityIndex } from "../../../rules/statistics/population-stability.ts";
import { toleranceTest } from "../../../rules/statistics/tolerance-test.ts";
import { countPair } from "./arbitraries.ts";
import { distances } from "./oracle/distances.ts";
import { seeded } from "./seeded.ts";

test("p equals the one of SciPy's noncentral χ² to 1e-9", () => {
  for (const { baseline, current, tolerance } of distances.counts) {
    const found = toleranceTest({ baseline, current, tolerance: 0.1 });
    expect(Math.abs(found.pValue - tolerance)).toBeLessThan(1e-9);
  }
});

test("more tolerance never makes the evidence stronger, and equal shares are never beyond it", () => {
  const tolerances = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(countPair, tolerances, tolerances, ({ baseline, current }, a, b) => {
      const small = current.map((count) => count % 1000);
      if (small.every((count) => count === 0)) return;
      const p = (tolerance: number): number =>
        toleranceTest({ baseline, current: small, tolerance }).pValue;
      expect(p(Math.min(a, b))).toBeLessThanOrEqual(p(Math.max(a, b)) + 1e-10);
      expect(toleranceTest({ baseline, current: baseline, tolerance: a }).pValue).toBe(1);
    }),
  );
});

// Published as its measured size: 3.9 % to 5.6 % at α = 5 %. Above, it would page for nothing.
test("at a true PSI of exactly the tolerance it rejects about one time in twenty", () => {
  const random = seeded(20261124);
  const even = new Array<number>(10).fill(0.1);
  for (const { tolerance, n, m } of [
    { tolerance: 0.1, n: 2000, m: 400 },
    { tolerance: 0.05, n: 20_000, m: 1000 },
  ]) {
    const tilted = tiltedTo(tolerance);
    const runs = 3000;
    let rejected = 0;
    for (let run = 0; run < runs; run++) {
      const of = { baseline: draw(even, n, random), current: draw(tilted, m, random), tolerance };
      if (toleranceTest(of).pValue < 0.05) rejected++;
    }
    expect(rejected / runs).toBeGreaterThan(0.03);
    // 5.6 %, and the 99.9 % bound of 3,000 runs on top.
    expect(rejected / runs).toBeLessThan(0.056 + 0.013);
  }
});

test("with no shift at all and a tolerance it hardly ever rejects, however many values there are", () => {
  const random = seeded(5);
  const even = new Array<number>(10).fill(0.1);
  let rejected = 0;
  for (let run = 0; run < 2000; run++) {
    const of = { baseline: draw(even, 1000, random), current: draw(even, 1000, random) };
    if (toleranceTest({ ...of, tolerance: 0.05 }).pValue < 0.05) rejected++;
  }
  expect(rejected).toBe(0);
});

test("one bin cannot differ", () => {
  expect(toleranceTest({ baseline: [9, 0], current: [4, 0], tolerance: 0 }).pValue).toBe(1);
});

/** Ten shares on a slope, so steep that their PSI against even shares is the one asked for. */
function tiltedTo(psi: number): number[] {
  const slope = (by: number): number[] =>
    Array.from({ length: 10 }, (_, i) => 0.1 + (by * (i - 4.5)) / 100);
  let [low, high] = [0, 2];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    const found = slope(middle).reduce((sum, q) => sum + (0.1 - q) * Math.log(0.1 / q), 0);
    if (found < psi) low = middle;
    else high = middle;
  }
  return slope(low);
}

function draw(shares: readonly number[], size: number, random: () => number): number[] {
  const counts = shares.map(() => 0);
  for (let i = 0; i < size; i++) {
    let rest = random();
    let bin = 0;
    while (bin < shares.length - 1 && rest >= (shares[bin] ?? 0)) {
      rest -= shares[bin] ?? 0;
      bin++;
    }
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

test("the statistic is the index in units of its sample sizes", () => {
  fc.assert(
    fc.property(countPair, (of) => {
      const found = toleranceTest({ ...of, tolerance: 0.2 });
      const { value, harmonic } = stabilityIndex(of);
      expect(found.statistic).toBe(harmonic * value);
      expect(found.noncentrality).toBeCloseTo(harmonic * 0.2, 6);
    }),
  );
});
