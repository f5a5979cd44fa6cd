import fc from "fast-check";
import { expect, test } from "vitest";
import { differenceBounds } from "../../../rules/index.ts";

// Newcombe (1998), Table II: method 10 on his eight examples, two-sided 95 %. As printed, four digits.
const published = [
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [6, 7, 2, 7, 0.0582, 0.8062],
  [5, 56, 0, 29, -0.0381, 0.1926],
  [0, 10, 0, 20, -0.1611, 0.2775],
  [0, 10, 0, 10, -0.2775, 0.2775],
  [10, 10, 0, 20, 0.6791, 1],
  [10, 10, 0, 10, 0.6075, 1],
] as const;

test("bounds are those that Newcombe published", () => {
  for (const [a, n, b, m, lower, upper] of published) {
    const found = differenceBounds({
      of: { successes: a, trials: n },
      from: { successes: b, trials: m },
      confidence: 0.975,
    });
    expect(found.lower).toBeCloseTo(lower, 4);
    expect(found.upper).toBeCloseTo(upper, 4);
  }
});

const proportion = fc
  .tuple(fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([trials, share]) => ({ successes: Math.round(share * trials), trials }));

test("bounds hold the difference, lie in [-1, 1], and change their sign with the sides", () => {
  fc.assert(
    fc.property(
      proportion,
      proportion,
      fc.double({ min: 0.5, max: 0.999, noNaN: true }),
      (of, from, confidence) => {
        const { lower, upper } = differenceBounds({ of, from, confidence });
        const difference = of.successes / of.trials - from.successes / from.trials;
        expect(lower).toBeLessThanOrEqual(difference);
        expect(upper).toBeGreaterThanOrEqual(difference);
        expect(lower).toBeGreaterThanOrEqual(-1 - 1e-12);
        expect(upper).toBeLessThanOrEqual(1 + 1e-12);
        const turned = differenceBounds({ of: from, from: of, confidence });
        expect(turned.lower).toBeCloseTo(-upper, 12);
        expect(turned.upper).toBeCloseTo(-lower, 12);
      },
    ),
  );
});
