import fc from "fast-check";
import { expect, test } from "vitest";
import { clopperPearsonBounds } from "../../../rules/statistics/clopper-pearson.ts";

// scipy.stats.beta.ppf(1 - confidence, k, n - k + 1) and beta.ppf(confidence, k + 1, n - k).
test.each([
  [0, 10, 0.95, 0.0, 0.2588655508930522],
  [1, 10, 0.95, 0.005116196891823705, 0.39416330243650466],
  [10, 10, 0.95, 0.7411344491069478, 1.0],
  [5, 500, 0.95, 0.0039483295891766974, 0.020910322942267072],
  [5, 500, 0.999, 0.001483587311563592, 0.03253450396861656],
  [40, 1000, 0.975, 0.028727625285890793, 0.05407269681936848],
  [999, 1000, 0.95, 0.9952650064245002, 0.999948708021091],
  [12345, 1000000, 0.95, 0.012163919158012184, 0.012528172364617746],
  [1, 1000000, 0.99, 1.0050335802996824e-8, 6.638333353341804e-6],
  [500, 1001, 0.9, 0.47876283468829967, 0.520239628840945],
])(
  "%i of %i at %f: both bounds equal SciPy's beta quantiles",
  (successes, trials, confidence, lower, upper) => {
    const found = clopperPearsonBounds({ successes, trials, confidence });
    expect(Math.abs(found.lower - lower)).toBeLessThanOrEqual(1e-9 * lower);
    expect(Math.abs(found.upper - upper)).toBeLessThanOrEqual(1e-9 * upper);
  },
);

test("bounds hold the share, mirror with it, and rise with every success", () => {
  const counts = fc
    .integer({ min: 1, max: 5000 })
    .chain((trials) =>
      fc.record({ trials: fc.constant(trials), successes: fc.nat({ max: trials }) }),
    );
  fc.assert(
    fc.property(counts, ({ successes, trials }) => {
      const there = clopperPearsonBounds({ successes, trials, confidence: 0.95 });
      expect(there.lower).toBeLessThanOrEqual(successes / trials);
      expect(there.upper).toBeGreaterThanOrEqual(successes / trials);
      const back = clopperPearsonBounds({
        successes: trials - successes,
        trials,
        confidence: 0.95,
      });
      expect(back.lower).toBeCloseTo(1 - there.upper, 10);
      if (successes < trials) {
        const more = clopperPearsonBounds({ successes: successes + 1, trials, confidence: 0.95 });
        expect(more.lower).toBeGreaterThan(there.lower);
        expect(more.upper).toBeGreaterThan(there.upper);
      }
    }),
  );
});

test("what is no proportion, or no confidence, is refused", () => {
  expect(() => clopperPearsonBounds({ successes: 2, trials: 1, confidence: 0.95 })).toThrow(
    "2 of 1",
  );
  expect(() => clopperPearsonBounds({ successes: 1, trials: 2, confidence: 1 })).toThrow("got 1");
});
