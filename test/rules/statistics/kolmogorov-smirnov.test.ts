import fc from "fast-check";
import { expect, test } from "vitest";
import { kolmogorovSmirnov } from "../../../rules/statistics/kolmogorov-smirnov.ts";
import { kolmogorovSmirnovSamples } from "../../../rules/statistics/kolmogorov-smirnov-samples.ts";
import { countPair, samplePair } from "./arbitraries.ts";
import { distances } from "./oracle/distances.ts";
import { seeded } from "./seeded.ts";

const confidence = 0.95;

test("D at cell edges and its p equal SciPy's to 1e-12", () => {
  for (const { baseline, current, ...expected } of distances.counts) {
    const found = kolmogorovSmirnov({ baseline, current, confidence });
    const [distance, pValue] = expected.kolmogorovSmirnov;
    expect(Math.abs(found.distance - distance)).toBeLessThan(1e-12);
    expect(Math.abs(found.pValue - pValue)).toBeLessThan(1e-12);
  }
});

test("it is symmetric, in [0, 1], 0 on itself, and the same read from above", () => {
  fc.assert(
    fc.property(countPair, ({ baseline, current }) => {
      const there = kolmogorovSmirnov({ baseline, current, confidence });
      const back = kolmogorovSmirnov({ baseline: current, current: baseline, confidence });
      expect(there).toEqual(back);
      expect(there.distance <= there.distanceUpTo && there.distanceUpTo <= 1).toBe(true);
      expect(there.lower <= there.distance && there.distanceUpTo <= there.upper).toBe(true);
      const self = kolmogorovSmirnov({ baseline, current: baseline, confidence });
      expect(self).toMatchObject({ distance: 0, pValue: 1, lower: 0 });
      const turned = kolmogorovSmirnov({
        baseline: [...baseline].reverse(),
        current: [...current].reverse(),
        confidence,
      });
      expect(turned.distance).toBeCloseTo(there.distance, 12);
      expect(turned.distanceUpTo).toBeCloseTo(there.distanceUpTo, 12);
    }),
  );
});

test("the samples' own D lies in the bracket, which is no wider than the largest cell", () => {
  const edges = fc.uniqueArray(fc.double({ min: -6, max: 6, noNaN: true }), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(samplePair, edges, ({ baseline, current }, unsorted) => {
      const sorted = [...unsorted].sort((a, b) => a - b);
      const counted = {
        baseline: countInto(sorted, baseline),
        current: countInto(sorted, current),
      };
      const found = kolmogorovSmirnov({ ...counted, confidence });
      const { distance } = kolmogorovSmirnovSamples({ baseline, current });
      expect(found.distance).toBeLessThanOrEqual(distance + 1e-12);
      expect(found.distanceUpTo).toBeGreaterThanOrEqual(distance - 1e-12);
      const largest = Math.max(...counted.baseline.map((count) => count / baseline.length));
      expect(found.distanceUpTo).toBeLessThanOrEqual(found.distance + largest + 1e-12);
    }),
  );
});

function countInto(edges: readonly number[], values: readonly number[]): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (const value of values) {
    const cell = edges.findIndex((edge) => value <= edge);
    const at = cell < 0 ? edges.length : cell;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

test("each bound holds in at least the promised share of 2,000 samples, at a shift and at none", () => {
  const random = seeded(43);
  const draw = (size: number, shift: number): number[] => {
    const counts = new Array<number>(20).fill(0);
    for (let i = 0; i < size; i++) {
      const cell = Math.min(19, Math.floor((random() + shift) * 20));
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
    return counts;
  };
  for (const shift of [0, 0.2]) {
    let [below, above] = [0, 0];
    for (let run = 0; run < 2000; run++) {
      const of = { baseline: draw(300, 0), current: draw(100, shift), confidence };
      const { lower, upper } = kolmogorovSmirnov(of);
      if (lower > shift) below++;
      if (upper < shift) above++;
    }
    expect(below / 2000).toBeLessThanOrEqual(0.05);
    expect(above / 2000).toBeLessThanOrEqual(0.05);
  }
});
