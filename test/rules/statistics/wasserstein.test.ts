import fc from "fast-check";
import { expect, test } from "vitest";
import { wasserstein } from "../../../rules/statistics/wasserstein.ts";
import { wassersteinSamples } from "../../../rules/statistics/wasserstein-samples.ts";
import { countPair } from "./arbitraries.ts";
import { distances } from "./oracle/distances.ts";
import { seeded } from "./seeded.ts";

test("the distance at cell edges and the interquartile range equal SciPy's and NumPy's to 1e-9", () => {
  for (const { baseline, current, edges, ...expected } of distances.counts) {
    const found = wasserstein({ baseline, current, edges });
    expect(Math.abs(found.distance - expected.wasserstein)).toBeLessThan(1e-9);
    if (expected.quartiles > 0) {
      expect(found.scale.kind).toBe("interquartile range");
      expect(found.normalised).toBeCloseTo(expected.wasserstein / expected.quartiles, 9);
    } else {
      expect(found.scale.kind).not.toBe("interquartile range");
    }
  }
});

const withEdges = countPair.chain((counts) => {
  const steps = fc.array(fc.integer({ min: 1, max: 100 }), {
    minLength: counts.baseline.length - 1,
    maxLength: counts.baseline.length - 1,
  });
  return fc.record({
    baseline: fc.constant(counts.baseline),
    current: fc.constant(counts.current),
    edges: steps.map((widths) => {
      let at = -300;
      return widths.map((width) => {
        at += width;
        return at;
      });
    }),
  });
});

test("it is symmetric, never negative, 0 on itself, and the sum of its contributions", () => {
  fc.assert(
    fc.property(withEdges, ({ baseline, current, edges }) => {
      const there = wasserstein({ baseline, current, edges });
      const back = wasserstein({ baseline: current, current: baseline, edges });
      expect(back.distance).toBeCloseTo(there.distance, 9);
      expect(Math.min(...there.contributions)).toBeGreaterThanOrEqual(0);
      expect(there.contributions.reduce((sum, part) => sum + part, 0)).toBeCloseTo(
        there.distance,
        9,
      );
      expect(wasserstein({ baseline, current: baseline, edges }).distance).toBe(0);
    }),
  );
});

test("moving the edges changes nothing, and stretching them stretches only the distance", () => {
  fc.assert(
    fc.property(withEdges, fc.integer({ min: -50, max: 50 }), ({ edges, ...counts }, by) => {
      const found = wasserstein({ ...counts, edges });
      const moved = wasserstein({ ...counts, edges: edges.map((edge) => edge + by) });
      const stretched = wasserstein({ ...counts, edges: edges.map((edge) => edge * 4) });
      expect(moved.distance).toBeCloseTo(found.distance, 9);
      expect(stretched.distance).toBeCloseTo(found.distance * 4, 8);
      if (found.normalised === null) expect(stretched.normalised).toBeNull();
      else expect(stretched.normalised).toBeCloseTo(found.normalised, 8);
    }),
  );
});

test("whole numbers that all move by c are |c| apart, while they stay between the edges", () => {
  const edges = Array.from({ length: 61 }, (_, i) => i);
  const values = fc.array(fc.integer({ min: 20, max: 40 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(values, fc.integer({ min: -20, max: 20 }), (whole, by) => {
      const baseline = new Array<number>(62).fill(0);
      const current = new Array<number>(62).fill(0);
      for (const value of whole) {
        baseline[value] = (baseline[value] ?? 0) + 1;
        current[value + by] = (current[value + by] ?? 0) + 1;
      }
      expect(wasserstein({ baseline, current, edges }).distance).toBeCloseTo(Math.abs(by), 9);
    }),
  );
});

test("200 cells give the distance of the values themselves within two per cent", () => {
  const random = seeded(7);
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const baseline = Array.from({ length: 20_000 }, normal);
  const sorted = [...baseline].sort((a, b) => a - b);
  const edges = Array.from({ length: 199 }, (_, k) => sorted[(k + 1) * 100 - 1] ?? 0);
  const count = (values: readonly number[]): number[] => {
    const counts = new Array<number>(200).fill(0);
    for (const value of values) {
      const cell = edges.findIndex((edge) => value <= edge);
      const at = cell < 0 ? 199 : cell;
      counts[at] = (counts[at] ?? 0) + 1;
    }
    return counts;
  };
  for (const shift of [0.1, -0.5, 1]) {
    const current = Array.from({ length: 20_000 }, () => normal() + shift);
    const found = wasserstein({ baseline: count(baseline), current: count(current), edges });
    const truth = wassersteinSamples({ baseline, current });
    // Above the last edge nothing is seen to move, so a large shift is understated.
    expect(found.distance / truth).toBeGreaterThan(0.96);
    expect(found.distance / truth).toBeLessThan(1.02);
    expect(found.beyond.baseline).toBeCloseTo(0.01, 9);
  }
});

test("a baseline without quartile range falls back, and a constant one has no spread at all", () => {
  const edges = [0, 1, 2, 3];
  const current = [0, 0, 50, 50, 0];
  const of = (baseline: number[]): string => wasserstein({ baseline, current, edges }).scale.kind;
  expect(of([0, 20, 60, 20, 0])).toBe("10–90 % range");
  expect(of([0, 1, 98, 1, 0])).toBe("standard deviation");
  expect(of([0, 0, 98, 0, 0])).toBe("none");
  expect(wasserstein({ baseline: [0, 0, 9, 0, 0], current, edges }).normalised).toBeNull();
  expect(() => wasserstein({ baseline: [1], current: [1], edges })).toThrow("one edge fewer");
});
