import fc from "fast-check";
import { expect, test } from "vitest";
import { jensenShannon } from "../../../rules/statistics/jensen-shannon.ts";
import { countPair } from "./arbitraries.ts";
import { distances } from "./oracle/distances.ts";

test("the Jensen–Shannon distance equals the one of 40 digits to 1e-12", () => {
  for (const { baseline, current, ...expected } of distances.counts) {
    const found = jensenShannon({ baseline, current });
    expect(Math.abs(found.distance - expected.jensenShannon)).toBeLessThan(1e-12);
  }
});

test("it is symmetric, in [0, 1], 0 on equal shares, and its contributions sum to the divergence", () => {
  fc.assert(
    fc.property(countPair, fc.integer({ min: 1, max: 7 }), ({ baseline, current }, factor) => {
      const there = jensenShannon({ baseline, current });
      const back = jensenShannon({ baseline: current, current: baseline });
      expect(there.distance).toBeCloseTo(back.distance, 12);
      expect(there.distance).toBeGreaterThanOrEqual(0);
      expect(there.distance).toBeLessThanOrEqual(1);
      expect(Math.min(...there.contributions)).toBeGreaterThanOrEqual(0);
      const sum = there.contributions.reduce((total, part) => total + part, 0);
      expect(sum).toBeCloseTo(there.divergence, 12);
      expect(there.distance ** 2).toBeCloseTo(there.divergence, 12);
      const grown = baseline.map((count) => count * factor);
      expect(jensenShannon({ baseline, current: grown }).distance).toBeLessThan(1e-15);
    }),
  );
});

test("the order of the bins changes nothing, nor do bins that nobody uses", () => {
  fc.assert(
    fc.property(countPair, ({ baseline, current }) => {
      const turned = {
        baseline: [0, ...baseline].reverse(),
        current: [0, ...current].reverse(),
      };
      expect(jensenShannon(turned).distance).toBeCloseTo(
        jensenShannon({ baseline, current }).distance,
        12,
      );
    }),
  );
});

test("samples without a bin in common are 1 apart, and distances obey the triangle", () => {
  const apart = jensenShannon({ baseline: [3, 0, 4, 0], current: [0, 9, 0, 1] });
  expect(apart.distance).toBeCloseTo(1, 12);
  const three = fc.tuple(countPair, countPair);
  fc.assert(
    fc.property(three, ([{ baseline: a, current: b }, { current: c }]) => {
      const bins = Math.min(a.length, c.length);
      const of = (x: number[], y: number[]): number =>
        jensenShannon({ baseline: cut(x, bins), current: cut(y, bins) }).distance;
      expect(of(a, c)).toBeLessThanOrEqual(of(a, b) + of(b, c) + 1e-12);
    }),
  );
});

/** The first bins, and one more value in each so that no side is empty. */
function cut(counts: number[], bins: number): number[] {
  return counts.slice(0, bins).map((count) => count + 1);
}
