import { expect, test } from "vitest";
import { incompleteGamma } from "../../../rules/statistics/incomplete-gamma.ts";
import { oracle } from "./oracle/oracle.ts";

test("the incomplete gamma function equals SciPy's to 1e-12, on both sides of the mean", () => {
  for (const [a, x, value] of oracle.incompleteGamma) {
    expect(Math.abs(incompleteGamma(a, x) - value)).toBeLessThan(1e-12);
  }
});

test("nothing lies below zero, everything below infinity, and a shape is positive", () => {
  expect(incompleteGamma(2, 0)).toBe(0);
  expect(incompleteGamma(2, Infinity)).toBe(1);
  expect(() => incompleteGamma(0, 1)).toThrow("above 0");
});
