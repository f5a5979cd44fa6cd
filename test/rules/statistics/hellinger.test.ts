import fc from "fast-check";
import { expect, test } from "vitest";
import { hellinger } from "../../../rules/statistics/hellinger.ts";
import { stabilityIndex } from "../../../rules/statistics/population-stability.ts";
import { countPair } from "./arbitraries.ts";
import { distances } from "./oracle/distances.ts";

test("the Hellinger distance equals √(1 − Σ√(pq)) of 40 digits to 1e-12", () => {
  for (const { baseline, current, ...expected } of distances.counts) {
    const { distance } = hellinger({ baseline, current });
    expect(Math.abs(distance - expected.hellinger)).toBeLessThan(1e-12);
  }
});

test("it is symmetric, in [0, 1], 0 on equal shares, and its contributions sum to its square", () => {
  fc.assert(
    fc.property(countPair, ({ baseline, current }) => {
      const there = hellinger({ baseline, current });
      const back = hellinger({ baseline: current, current: baseline });
      expect(there.distance).toBeCloseTo(back.distance, 12);
      expect(there.distance).toBeGreaterThanOrEqual(0);
      expect(there.distance).toBeLessThanOrEqual(1);
      const sum = there.contributions.reduce((total, part) => total + part, 0);
      expect(sum).toBeCloseTo(there.distance ** 2, 12);
      expect(hellinger({ baseline, current: baseline }).distance).toBe(0);
    }),
  );
});

test("the order of the bins changes nothing", () => {
  fc.assert(
    fc.property(countPair, ({ baseline, current }) => {
      const turned = { baseline: [...baseline].reverse(), current: [...current].reverse() };
      expect(hellinger(turned).distance).toBeCloseTo(hellinger({ baseline, current }).distance, 12);
    }),
  );
});

test("for small shifts PSI is 8 times the squared Hellinger distance", () => {
  const shift = fc.array(fc.integer({ min: -40_000, max: 40_000 }), {
    minLength: 10,
    maxLength: 10,
  });
  fc.assert(
    fc.property(shift, (shifts) => {
      const baseline = shifts.map(() => 1_000_000);
      const current = shifts.map((by) => 1_000_000 + by);
      const { distance } = hellinger({ baseline, current });
      const { value } = stabilityIndex({ baseline, current });
      // The next term is of the order of the shift squared: (4 %)² here.
      expect(Math.abs(value - 8 * distance ** 2)).toBeLessThanOrEqual(0.002 * value + 1e-15);
    }),
  );
});
