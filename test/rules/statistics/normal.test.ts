import fc from "fast-check";
import { expect, test } from "vitest";
import { normalQuantile } from "../../../rules/statistics/normal.ts";
import { oracle } from "./oracle/oracle.ts";

test("normal quantiles equal SciPy's to 1e-14", () => {
  for (const [probability, z] of oracle.normalQuantile) {
    expect(Math.abs(normalQuantile(probability) - z)).toBeLessThanOrEqual(
      1e-14 * Math.max(1, Math.abs(z)),
    );
  }
});

test("the quantile rises with the probability and is odd about one half", () => {
  const probability = fc.double({ min: 1e-12, max: 0.5, noNaN: true });
  fc.assert(
    fc.property(probability, probability, (a, b) => {
      if (a < b) expect(normalQuantile(a)).toBeLessThanOrEqual(normalQuantile(b));
      expect(normalQuantile(1 - a)).toBeCloseTo(-normalQuantile(1 - (1 - a)), 9);
    }),
  );
});

test("the ends are infinite and what is no probability is NaN", () => {
  expect(normalQuantile(0)).toBe(-Infinity);
  expect(normalQuantile(1)).toBe(Infinity);
  for (const bad of [-0.1, 1.1, Number.NaN]) expect(normalQuantile(bad)).toBeNaN();
});
