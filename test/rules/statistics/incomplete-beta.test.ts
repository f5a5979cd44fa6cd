import fc from "fast-check";
import { expect, test } from "vitest";
import {
  incompleteBeta,
  logBeta,
  logBetaKernel,
  logIncompleteBeta,
  logIncompleteBetaUpper,
} from "../../../rules/statistics/incomplete-beta.ts";
import { answer, golden, published } from "../../golden/golden.ts";
import { oracle } from "./sequential/oracle/oracle.ts";

test("ln B equals mpmath's to 1e-12 of its size, up to shapes in the millions", () => {
  for (const [a, b, value] of oracle.logBeta) {
    expect(Math.abs(logBeta(a, b) - value)).toBeLessThan(1e-12 * Math.max(1, Math.abs(value)));
  }
});

test("the incomplete beta function equals mpmath's, twelve deviations into either tail", () => {
  for (const [x, a, b, lower, logLower, logUpper] of oracle.incompleteBeta) {
    expect(Math.abs(incompleteBeta(x, a, b) - lower)).toBeLessThan(1e-10);
    expect(Math.abs(logIncompleteBeta(x, a, b) - logLower)).toBeLessThan(1e-9);
    expect(Math.abs(logIncompleteBetaUpper(x, a, b) - logUpper)).toBeLessThan(1e-9);
  }
});

test.skipIf(golden.absent)(`the published value is met${golden.note}`, () => {
  const expected = answer(published().B_special, "betainc(3,5,.4)");
  expect(Math.abs(incompleteBeta(0.4, 3, 5) - expected)).toBeLessThan(1e-12);
});

test("both tails sum to one, mirror each other and rise in x", () => {
  const shape = fc.double({ min: 0.05, max: 1e4, noNaN: true });
  const share = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
  fc.assert(
    fc.property(shape, shape, share, share, (a, b, x, y) => {
      const upper = Math.exp(logIncompleteBetaUpper(x, a, b));
      expect(Math.abs(incompleteBeta(x, a, b) + upper - 1)).toBeLessThan(1e-9);
      // 1 − x is rounded, and the kernel says how much that moves a tail.
      const slope = Math.exp(logBetaKernel(x, a, b)) / (x * (1 - x));
      expect(Math.abs(incompleteBeta(1 - x, b, a) - upper)).toBeLessThan(1e-9 + slope * 1e-15);
      const [low, high] = [Math.min(x, y), Math.max(x, y)];
      expect(incompleteBeta(low, a, b)).toBeLessThanOrEqual(incompleteBeta(high, a, b) + 1e-10);
    }),
  );
});

test("the ends are exact, and a shape is positive", () => {
  expect(incompleteBeta(0, 2, 3)).toBe(0);
  expect(incompleteBeta(1, 2, 3)).toBe(1);
  expect(logIncompleteBetaUpper(0, 2, 3)).toBe(0);
  expect(logIncompleteBetaUpper(1, 2, 3)).toBe(-Infinity);
  expect(() => incompleteBeta(0.5, 0, 1)).toThrow("above 0");
});
