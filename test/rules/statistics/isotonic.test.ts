import fc from "fast-check";
import { expect, test } from "vitest";
import { isotonicFit } from "../../../rules/statistics/isotonic.ts";
import { calibrationOracle } from "./oracle/calibration.ts";

test("both directions equal SciPy's isotonic regression to 1e-12", () => {
  for (const { values, weights, ...expected } of calibrationOracle.isotonic) {
    for (const direction of ["increasing", "decreasing"] as const) {
      const found = isotonicFit({ values, weights, direction });
      found.values.forEach((value, i) => {
        expect(value).toBeCloseTo(expected[direction][i] ?? Number.NaN, 12);
      });
    }
  }
});

const points = fc
  .array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 1, max: 50 })), {
    maxLength: 60,
  })
  .map((pairs) => ({ values: pairs.map(([v]) => v), weights: pairs.map(([, w]) => w) }));

test("it never turns back, keeps the weighted mean, and leaves a monotone series as it is", () => {
  fc.assert(
    fc.property(points, ({ values, weights }) => {
      const found = isotonicFit({ values, weights, direction: "increasing" });
      const sum = (of: readonly number[]): number =>
        of.reduce((total, value, i) => total + value * (weights[i] ?? 0), 0);
      expect(sum(found.values)).toBeCloseTo(sum(values), 8);
      found.values.forEach((value, i) => {
        if (i > 0) expect(value).toBeGreaterThanOrEqual(found.values[i - 1] ?? 0);
      });
      const again = isotonicFit({ values: found.values, weights, direction: "increasing" });
      again.values.forEach((value, i) => {
        expect(value).toBeCloseTo(found.values[i] ?? 0, 9);
      });
    }),
  );
});

test("a decreasing fit is the increasing one of the mirrored values, and of the reversed order", () => {
  fc.assert(
    fc.property(points, ({ values, weights }) => {
      const down = isotonicFit({ values, weights, direction: "decreasing" });
      const mirrored = isotonicFit({
        values: values.map((value) => -value),
        weights,
        direction: "increasing",
      });
      const reversed = isotonicFit({
        values: values.toReversed(),
        weights: weights.toReversed(),
        direction: "increasing",
      });
      down.values.forEach((value, i) => {
        expect(value).toBeCloseTo(-(mirrored.values[i] ?? 0), 9);
        expect(value).toBeCloseTo(reversed.values.at(-1 - i) ?? 0, 9);
      });
      expect(down.error).toBeCloseTo(mirrored.error, 6);
    }),
  );
});

test("the support of a point is the weight of all that share its block", () => {
  const found = isotonicFit({
    values: [1, 3, 2, 5],
    weights: [2, 1, 3, 4],
    direction: "increasing",
  });
  expect(found.values).toEqual([1, 2.25, 2.25, 5]);
  expect(found.support).toEqual([2, 4, 4, 4]);
  expect(found.error).toBeCloseTo(0.75, 12);
});

test("nothing fits nothing, and a weight of 0 is refused", () => {
  expect(isotonicFit({ values: [], weights: [], direction: "increasing" }).values).toEqual([]);
  expect(() => isotonicFit({ values: [1], weights: [0], direction: "increasing" })).toThrow(
    "above 0",
  );
});
