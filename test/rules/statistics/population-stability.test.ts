import fc from "fast-check";
import { expect, test } from "vitest";
import { populationStability } from "../../../rules/statistics/population-stability.ts";
import { oracle } from "./oracle/oracle.ts";

test("PSI, its debiased form and both bounds equal those made with SciPy", () => {
  for (const { baseline, current, ...expected } of oracle.populationStability) {
    const found = populationStability({ baseline, current, confidence: 0.95 });
    expect(found.value).toBeCloseTo(expected.value, 13);
    expect(found.harmonic).toBeCloseTo(expected.h, 6);
    expect(found.debiased).toBeCloseTo(expected.debiased, 13);
    expect(found.lower).toBeCloseTo(expected.lower, 8);
    expect(found.upper).toBeCloseTo(expected.upper, 8);
  }
});

// Evidently's published counts; with that many values smoothing hardly moves the number.
test("PSI tends to the published value without smoothing as the sample grows", () => {
  const grown = (counts: readonly number[]): number[] => counts.map((count) => count * 1e6);
  const { value } = populationStability({
    baseline: grown([16, 18, 16, 14, 12, 12]),
    current: grown([16, 16, 16, 16, 16, 8]),
    confidence: 0.95,
  });
  expect(value).toBeCloseTo(0.037218381577290835, 7);
});

const histogram = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 2, maxLength: 20 });
const pair = histogram.chain((baseline) =>
  fc.record({
    baseline: fc.constant(baseline.map((count) => count + 1)),
    current: fc.array(fc.integer({ min: 1, max: 5000 }), {
      minLength: baseline.length,
      maxLength: baseline.length,
    }),
  }),
);

test("PSI is symmetric, never negative, zero on itself, and the sum of its contributions", () => {
  fc.assert(
    fc.property(pair, ({ baseline, current }) => {
      const there = populationStability({ baseline, current, confidence: 0.95 });
      const back = populationStability({
        baseline: current,
        current: baseline,
        confidence: 0.95,
      });
      expect(there.value).toBeGreaterThanOrEqual(0);
      expect(back.value).toBeCloseTo(there.value, 10);
      expect(there.contributions.reduce((sum, part) => sum + part, 0)).toBe(there.value);
      expect(there.lower).toBeLessThanOrEqual(there.upper);
      expect(there.lower).toBeLessThanOrEqual(there.value);
      expect(populationStability({ baseline, current: baseline, confidence: 0.95 }).value).toBe(0);
    }),
  );
});

test("the order of the bins and bins that nobody uses change nothing", () => {
  fc.assert(
    fc.property(pair, ({ baseline, current }) => {
      const value = populationStability({ baseline, current, confidence: 0.95 });
      const turned = populationStability({
        baseline: [...baseline].reverse().concat(0),
        current: [...current].reverse().concat(0),
        confidence: 0.95,
      });
      expect(turned.value).toBeCloseTo(value.value, 10);
      expect(turned.bins).toBe(value.bins);
    }),
  );
});

// What would break in production: a threshold on the raw value fires at random on small samples.
test("with nothing wrong the lower bound exceeds 0 about once in twenty", () => {
  let state = 20261103;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const sample = (size: number): number[] => {
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < size; i++) {
      const bin = Math.floor(random() * 10);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    return counts;
  };
  const runs = 1000;
  let alarms = 0;
  for (let run = 0; run < runs; run++) {
    const found = populationStability({
      baseline: sample(2000),
      current: sample(500),
      confidence: 0.95,
    });
    if (found.lower > 0) alarms++;
  }
  expect(alarms / runs).toBeGreaterThan(0.03);
  expect(alarms / runs).toBeLessThan(0.07);
});

test("sides with different bins or without a value are refused", () => {
  expect(() => populationStability({ baseline: [1], current: [1, 2], confidence: 0.95 })).toThrow(
    "same bins",
  );
  expect(() => populationStability({ baseline: [0], current: [1], confidence: 0.95 })).toThrow(
    "0 and 1",
  );
});
