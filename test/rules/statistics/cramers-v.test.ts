import fc from "fast-check";
import { expect, test } from "vitest";
import { cramersV } from "../../../rules/statistics/cramers-v.ts";
import { countPair } from "./arbitraries.ts";
import { distances } from "./oracle/distances.ts";

test("bias-corrected V equals the one made with SciPy to 1e-9", () => {
  for (const { baseline, current, ...expected } of distances.counts) {
    expect(Math.abs(cramersV({ baseline, current }) - expected.cramersV)).toBeLessThan(1e-9);
  }
});

test("it is symmetric, in [0, 1], 0 on equal shares, and indifferent to order", () => {
  fc.assert(
    fc.property(countPair, ({ baseline, current }) => {
      const v = cramersV({ baseline, current });
      expect(v >= 0 && v <= 1).toBe(true);
      expect(cramersV({ baseline: current, current: baseline })).toBeCloseTo(v, 9);
      const turned = { baseline: [...baseline].reverse(), current: [...current].reverse() };
      expect(cramersV(turned)).toBeCloseTo(v, 9);
      expect(cramersV({ baseline, current: baseline })).toBe(0);
    }),
  );
});

test("two single values are too little to correct, and say nothing", () => {
  expect(cramersV({ baseline: [1, 0], current: [0, 1] })).toBe(0);
  expect(cramersV({ baseline: [5], current: [3] })).toBe(0);
});
