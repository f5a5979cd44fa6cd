import { describe, expect, test } from "vitest";
import { chiSquaredTwoSample } from "../../rules/statistics/chi-squared.ts";
import { pageHinkley } from "../../rules/statistics/detectors/page-hinkley.ts";
import { hellinger } from "../../rules/statistics/hellinger.ts";
import { jensenShannon } from "../../rules/statistics/jensen-shannon.ts";
import {
  populationStability,
  stabilityIndex,
} from "../../rules/statistics/population-stability.ts";
import { totalVariation } from "../../rules/statistics/total-variation.ts";
import { driftsIn } from "../rules/statistics/drifts-in.ts";
import { golden, published } from "./golden.ts";

// What frouros publishes in its own test suite. The counts are those of the suite's own seeded
// NumPy samples, in its ten bins of equal width.

describe.skipIf(golden.absent)(`frouros' published change detectors${golden.note}`, () => {
  test("its Page–Hinkley is River's without the floor and the warm-up", () => {
    const { stream_drift, expected } = published().C_frouros;
    const theirs = expected["PageHinkley(alpha=.9999,delta=.005,lambda=50,min=1)"];
    expect(driftsIn(pageHinkley, { floored: false, warmUp: 1 }, stream_drift)).toEqual(theirs);
  });

  test("its CUSUM is River's Page–Hinkley that forgets nothing", () => {
    const { stream_drift, expected } = published().C_frouros;
    const theirs = expected["CUSUM(delta=.005,lambda=50,min=1)"];
    expect(driftsIn(pageHinkley, { keep: 1, warmUp: 1 }, stream_drift)).toEqual(theirs);
  });
});

test("frouros' χ² of two categorical samples, which are too small for it", () => {
  const categories = { baseline: [4, 2, 0], current: [1, 1, 4] };
  const found = chiSquaredTwoSample({ ...categories, expectedMin: 0 });
  expect(found.statistic).toBeCloseTo(6.13333333, 8);
  expect(found.pValue).toBeCloseTo(0.04657615, 8);
  // Twelve values in three bins expect 0.5 somewhere: merged as it should be, nothing is proven.
  expect(chiSquaredTwoSample(categories).pValue).toBe(1);
});

const same = {
  baseline: [11, 32, 58, 97, 114, 82, 59, 34, 10, 3],
  current: [7, 30, 55, 95, 99, 102, 65, 34, 10, 3],
};

test("frouros' Hellinger distance and PSI of two samples of one distribution", () => {
  expect(hellinger(same).distance).toBeCloseTo(0.04792538, 7);
  // 0.01840072 without smoothing; half a value in each bin of 500 moves it by less than 5 %.
  expect(theirIndex(same)).toBeCloseTo(0.01840072, 7);
  expect(Math.abs(stabilityIndex(same).value / 0.01840072 - 1)).toBeLessThan(0.05);
});

// 100 values of N(1, 1) and of N(5, 2).
const apart = {
  baseline: [12, 47, 26, 12, 3, 0, 0, 0, 0, 0],
  current: [0, 3, 6, 10, 28, 25, 11, 8, 6, 3],
};

test("frouros' Hellinger distance and histogram intersection of two different distributions", () => {
  expect(hellinger(apart).distance).toBeCloseTo(0.74509099, 7);
  // Its normalised complement is the total variation.
  expect(totalVariation({ ...apart, confidence: 0.95 }).distance).toBeCloseTo(0.78, 12);
});

// Its empty shares become the smallest normal double, and ln(1 / 2.2e-308) = 708: 0.65 of the mass
// meets an empty bin, and that is 460 of the 461. Not one more value would be needed for it; the
// smallest float of another language would give another index. Ours comes from what was counted.
test("frouros' PSI of 461 is an artefact: ours is below 4, with bounds", () => {
  expect(theirIndex(apart)).toBeCloseTo(461.20379435, 7);
  const { value, lower, upper } = populationStability({ ...apart, confidence: 0.95 });
  expect(value).toBeCloseTo(3.91371755, 7);
  expect(lower).toBeGreaterThan(2);
  expect(upper).toBeLessThan(6);
  // And it grows with the evidence, as the number of values that might yet have been there falls.
  const tenfold = (counts: readonly number[]): number[] => counts.map((count) => count * 10);
  const more = { baseline: tenfold(apart.baseline), current: tenfold(apart.current) };
  expect(stabilityIndex(more).value).toBeGreaterThan(value);
  expect(theirIndex(more)).toBeCloseTo(461.20379435, 7);
});

test("frouros' infinite Kullback–Leibler divergence is why Jensen–Shannon is offered instead", () => {
  const { distance } = jensenShannon(apart);
  expect(distance).toBeGreaterThan(0.5);
  expect(distance).toBeLessThan(1);
});

function theirIndex({ baseline, current }: typeof same): number {
  const smallest = 2.2250738585072014e-308;
  const shares = (counts: readonly number[]): number[] => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count) => count / total || smallest);
  };
  const q = shares(current);
  return shares(baseline).reduce((sum, p, bin) => {
    const other = q[bin] ?? 0;
    return sum + (p - other) * Math.log(p / other);
  }, 0);
}
