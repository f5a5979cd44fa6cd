import fc from "fast-check";
import { expect, test } from "vitest";
import { wilsonBounds, wilsonInterval } from "../../../rules/statistics/wilson.ts";
import { oracle } from "./oracle/oracle.ts";

test("Wilson bounds equal SciPy's, two-sided and one-sided, to 1e-12", () => {
  for (const [successes, trials, low, high, lower, upper] of oracle.wilson) {
    const two = wilsonInterval({ successes, trials, confidence: 0.95 });
    const one = wilsonBounds({ successes, trials, confidence: 0.95 });
    const differences = [two.lower - low, two.upper - high, one.lower - lower, one.upper - upper];
    for (const difference of differences) expect(Math.abs(difference)).toBeLessThan(1e-12);
  }
});

test("bounds stay in [0, 1], hold the share, and mirror when failures are counted instead", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0.5, max: 0.999999, noNaN: true }),
      (trials, part, confidence) => {
        const successes = Math.round(part * trials);
        const { lower, upper } = wilsonBounds({ successes, trials, confidence });
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
        expect(lower).toBeLessThanOrEqual(successes / trials + 1e-12);
        expect(upper).toBeGreaterThanOrEqual(successes / trials - 1e-12);
        const mirrored = wilsonBounds({ successes: trials - successes, trials, confidence });
        expect(mirrored.upper).toBeCloseTo(1 - lower, 12);
      },
    ),
  );
});

test("what is no proportion is refused by name", () => {
  expect(() => wilsonBounds({ successes: 3, trials: 2, confidence: 0.95 })).toThrow("3 of 2");
  expect(() => wilsonBounds({ successes: 0, trials: 0, confidence: 0.95 })).toThrow("0 of 0");
  expect(() => wilsonBounds({ successes: 1, trials: 2, confidence: 1 })).toThrow("confidence");
});
