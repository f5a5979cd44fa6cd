import { expect, test } from "vitest";
import { chiSquaredTwoSample } from "../../../rules/statistics/chi-squared.ts";
import { kolmogorovSmirnov } from "../../../rules/statistics/kolmogorov-smirnov.ts";
import { kolmogorovSmirnovSamples } from "../../../rules/statistics/kolmogorov-smirnov-samples.ts";
import { populationStability } from "../../../rules/statistics/population-stability.ts";
import { toleranceTest } from "../../../rules/statistics/tolerance-test.ts";
import { totalVariation } from "../../../rules/statistics/total-variation.ts";
import {
  expect5Percent,
  expectAtMost5Percent,
  histogramsOf,
  mulberry,
  RUNS,
  rejections,
} from "./null-runs.ts";

// What would break in production: a test that rejects more often than it says pages for nothing,
// and nobody can tell. Each stands at the edge of what it tests, 20,000 times.

const UNEVEN = [0.3, 0.25, 0.2, 0.1, 0.06, 0.05, 0.02, 0.02];
const TEN = new Array<number>(10).fill(0.1);

// Its approximation is good to the tenth of a percent once each bin expects tens of values: neither
// above nor below 5 %. At n = 500, m = 250 it is below (4.5 %).
test.each([
  [0, 2000, 1000],
  [0.1, 1000, 1000],
  [0.2, 1500, 600],
])(
  "the tolerance test at a true PSI of exactly %d rejects as often as it says (n = %d, m = %d)",
  (tolerance, n, m) => {
    const random = mulberry(20261124);
    const baseline = histogramsOf(TEN, random);
    const current = histogramsOf(tiltedTo(tolerance), random);
    expect5Percent(
      rejections(
        () =>
          toleranceTest({ baseline: baseline(n), current: current(m), tolerance }).pValue < 0.05,
      ),
    );
  },
);

test("PSI's lower bound is the tolerance test: above the truth 5 % of the time", () => {
  const random = mulberry(3);
  const baseline = histogramsOf(TEN, random);
  const current = histogramsOf(tiltedTo(0.1), random);
  for (let run = 0; run < 500; run++) {
    const of = { baseline: baseline(1000), current: current(500) };
    const { pValue } = toleranceTest({ ...of, tolerance: 0.1 });
    // Not where both are the same to the last digits.
    if (Math.abs(pValue - 0.05) < 1e-6) continue;
    const { lower } = populationStability({ ...of, confidence: 0.95 });
    expect(lower > 0.1).toBe(pValue < 0.05);
  }
});

test("χ² of two samples rejects 5 % on uneven shares too, where every bin expects tens", () => {
  const random = mulberry(1);
  const sample = histogramsOf(UNEVEN, random);
  expect5Percent(
    rejections(
      () => chiSquaredTwoSample({ baseline: sample(1500), current: sample(900) }).pValue < 0.05,
    ),
  );
});

// Bins are merged by what was found, and the smallest expect just above 5: only from above.
test("χ² of small samples, with merged bins, rejects at most 5 %", () => {
  const random = mulberry(2);
  const sample = histogramsOf(UNEVEN, random);
  expectAtMost5Percent(
    rejections(
      () => chiSquaredTwoSample({ baseline: sample(400), current: sample(100) }).pValue < 0.05,
    ),
  );
});

// D has steps of 1/lcm(n, m) and its asymptotic p leans to the safe side for small samples: only
// from above.
test.each([
  { n: 90, m: 120 },
  { n: 37, m: 211 },
])("Kolmogorov–Smirnov on $n and $m values rejects at most 5 %", ({ n, m }) => {
  const random = mulberry(4);
  const sample = (size: number): Float64Array => Float64Array.from({ length: size }, random);
  expectAtMost5Percent(
    rejections(
      () => kolmogorovSmirnovSamples({ baseline: sample(n), current: sample(m) }).pValue < 0.05,
    ),
  );
});

// Values in one cell count as ties, which only lower D: the fewer the cells, the further below 5 %.
test("Kolmogorov–Smirnov on cells rejects at most 5 %, on twenty cells half as often as on many", () => {
  const random = mulberry(5);
  const on = (cells: number): number => {
    const sample = (size: number): number[] => even(cells, size, random);
    return rejections(() => {
      const of = { baseline: sample(1000), current: sample(500), confidence: 0.95 };
      return kolmogorovSmirnov(of).pValue < 0.05;
    });
  };
  const [few, many] = [on(20), on(200)];
  expectAtMost5Percent(many);
  expect(few).toBeLessThan(0.7 * many);
});

// Both hold for every sample size and every distribution, so on any given one they are far from
// sharp.
test("the lower bounds of D and of the total variation exceed a truth of 0 far below 5 %", () => {
  const random = mulberry(6);
  const counts = { kolmogorovSmirnov: 0, totalVariation: 0 };
  for (let run = 0; run < RUNS; run++) {
    const of = {
      baseline: even(10, 400, random),
      current: even(10, 200, random),
      confidence: 0.95,
    };
    if (kolmogorovSmirnov(of).lower > 0) counts.kolmogorovSmirnov++;
    if (totalVariation(of).lower > 0) counts.totalVariation++;
  }
  expectAtMost5Percent(counts.kolmogorovSmirnov);
  expectAtMost5Percent(counts.totalVariation);
});

function even(bins: number, size: number, random: () => number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < size; i++) {
    const bin = Math.floor(random() * bins);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/** Ten shares on a slope, so steep that their PSI against even shares is the one asked for. */
function tiltedTo(psi: number): readonly number[] {
  const slope = (by: number): number[] => TEN.map((share, i) => share + (by * (i - 4.5)) / 100);
  let [low, high] = [0, 2];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    const found = slope(middle).reduce((sum, q) => sum + (0.1 - q) * Math.log(0.1 / q), 0);
    if (found < psi) low = middle;
    else high = middle;
  }
  return slope(low);
}
