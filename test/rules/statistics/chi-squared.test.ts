import fc from "fast-check";
import { expect, test } from "vitest";
import { chiSquaredTail, chiSquaredTwoSample } from "../../../rules/statistics/chi-squared.ts";
import { countPair } from "./arbitraries.ts";
import { distances } from "./oracle/distances.ts";
import { seeded } from "./seeded.ts";

test("statistic, freedom and p equal SciPy's contingency test, with and without merged bins", () => {
  for (const { baseline, current, ...expected } of distances.counts) {
    for (const [expectedMin, [statistic, freedom, pValue]] of [
      [0, expected.chiSquared],
      [5, expected.merged],
    ] as const) {
      const found = chiSquaredTwoSample({ baseline, current, expectedMin });
      expect(Math.abs(found.statistic - statistic)).toBeLessThanOrEqual(1e-12 * statistic + 1e-12);
      expect(found.freedom).toBe(freedom);
      expect(Math.abs(found.pValue - pValue)).toBeLessThanOrEqual(1e-12 + 1e-9 * pValue);
    }
  }
});

test("a tail far out keeps its digits", () => {
  // scipy.stats.chi2.sf(500, 9)
  expect(chiSquaredTail(500, 9) / 5.7494139030446954e-102).toBeCloseTo(1, 9);
  expect(chiSquaredTail(0, 3)).toBe(1);
});

test("it is symmetric and 0 on equal shares; order matters only for what is merged", () => {
  fc.assert(
    fc.property(countPair, ({ baseline, current }) => {
      const there = chiSquaredTwoSample({ baseline, current });
      const back = chiSquaredTwoSample({ baseline: current, current: baseline });
      expect(back.statistic).toBeCloseTo(there.statistic, 4);
      expect(back.freedom).toBe(there.freedom);
      const doubled = baseline.map((count) => count * 2);
      const same = chiSquaredTwoSample({ baseline, current: doubled });
      expect(same.statistic).toBeLessThan(1e-9);
      const unmerged = (of: { baseline: number[]; current: number[] }): number =>
        chiSquaredTwoSample({ ...of, expectedMin: 0 }).statistic;
      const turned = { baseline: [...baseline].reverse(), current: [...current].reverse() };
      const straight = unmerged({ baseline, current });
      expect(Math.abs(unmerged(turned) - straight)).toBeLessThanOrEqual(1e-9 * straight + 1e-9);
    }),
  );
});

test("every merged bin expects five values of either side, and no value is lost", () => {
  expect(chiSquaredTwoSample({ baseline: [1, 1, 1], current: [1, 1, 1] })).toEqual({
    statistic: 0,
    freedom: 0,
    pValue: 1,
    bins: 1,
  });
  const found = chiSquaredTwoSample({ baseline: [100, 3, 3, 100, 2], current: [50, 1, 2, 50, 1] });
  expect(found.bins).toBe(2);
});

test("with nothing wrong it rejects one time in twenty, over 20,000 seeded runs", () => {
  const random = seeded(20261124);
  const sample = (size: number): number[] => {
    const counts = new Array<number>(8).fill(0);
    for (let i = 0; i < size; i++) {
      const bin = Math.floor(random() * 8);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    return counts;
  };
  let rejected = 0;
  for (let run = 0; run < 20_000; run++) {
    const of = { baseline: sample(400), current: sample(250) };
    if (chiSquaredTwoSample(of).pValue < 0.05) rejected++;
  }
  // 99.9 % of a binomial of 20,000 and 5 % lies between.
  expect(rejected).toBeGreaterThan(899);
  expect(rejected).toBeLessThan(1101);
});
