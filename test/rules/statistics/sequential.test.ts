import fc from "fast-check";
import { expect, test } from "vitest";
import {
  emptyBettingMean,
  stepBettingMean,
} from "../../../rules/statistics/sequential/betting-mean.ts";
import {
  boundedMeanSequence,
  emptyBoundedMean,
  stepBoundedMean,
} from "../../../rules/statistics/sequential/bounded-mean.ts";
import {
  emptyHarmfulShift,
  harmfulAbove,
  stepHarmfulShift,
} from "../../../rules/statistics/sequential/harmful-shift.ts";
import {
  mixtureScale,
  normalMixtureBoundary,
} from "../../../rules/statistics/sequential/normal-mixture.ts";
import {
  logRateEvidence,
  rateSequence,
} from "../../../rules/statistics/sequential/rate-confidence.ts";
import { answer, golden, published } from "../../golden/golden.ts";
import { binomialOutcomes } from "./sequential/enumerate.ts";
import { oracle } from "./sequential/oracle/oracle.ts";

test("the closed form for means equals mpmath's to 1e-9", () => {
  for (const [variance, alpha, best, scale, boundary] of oracle.normalMixture) {
    const found = mixtureScale({ variance: best, alpha });
    expect(Math.abs(found / scale - 1)).toBeLessThan(1e-9);
    const bound = normalMixtureBoundary({ variance, alpha, scale: found });
    expect(Math.abs(bound / boundary - 1)).toBeLessThan(1e-9);
  }
});

test.skipIf(golden.absent)(`confseq's published bound and scale are met${golden.note}`, () => {
  const scale = mixtureScale({ variance: 100, alpha: 0.05 });
  const values = published().B_special;
  expect(Math.abs(scale - answer(values, "best_rho"))).toBeLessThan(1e-9);
  const name = "normal_mixture_bound v=100 alpha=.05 v_opt=100 alpha_opt=.05 two-sided";
  const bound = normalMixtureBoundary({ variance: 100, alpha: 0.05, scale });
  expect(Math.abs(bound - answer(values, name))).toBeLessThan(1e-9);
});

test("the bounds of a rate equal SciPy's roots to 1e-9", () => {
  for (const [successes, trials, alpha, lower, upper] of oracle.rateSequence) {
    const found = rateSequence({ successes, trials, alpha });
    expect(Math.abs(found.lower - lower)).toBeLessThan(1e-9);
    expect(Math.abs(found.upper - upper)).toBeLessThan(1e-9);
  }
});

test("the bounds of a rate hold what was seen, mirror, and widen with the confidence", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20_000 }), fc.nat(19_999), (trials, some) => {
      const successes = some % (trials + 1);
      const wide = rateSequence({ successes, trials, alpha: 0.001 });
      const narrow = rateSequence({ successes, trials, alpha: 0.05 });
      const mirrored = rateSequence({ successes: trials - successes, trials, alpha: 0.05 });
      expect(wide.lower).toBeLessThanOrEqual(narrow.lower);
      expect(wide.upper).toBeGreaterThanOrEqual(narrow.upper);
      expect(narrow.lower).toBeLessThanOrEqual(successes / trials);
      expect(narrow.upper).toBeGreaterThanOrEqual(successes / trials);
      expect(Math.abs(mirrored.lower - (1 - narrow.upper))).toBeLessThan(1e-9);
    }),
  );
  expect(rateSequence({ successes: 0, trials: 0, alpha: 0.05 })).toEqual({ lower: 0, upper: 1 });
});

test("at the true rate the evidence against it is worth exactly 1, over all outcomes", () => {
  for (const rate of [0.03, 0.5, 0.8]) {
    const mean = binomialOutcomes(50, rate).reduce(
      (sum, { successes, chance }) =>
        sum + chance * Math.exp(logRateEvidence({ successes, trials: 50, rate })),
      0,
    );
    expect(Math.abs(mean - 1)).toBeLessThan(1e-10);
  }
});

test("the empirical-Bernstein bounds and the betting capital equal NumPy's to 1e-9", () => {
  for (const { values, alpha, limit, at, lower, upper, logE } of oracle.boundedMean) {
    let state = emptyBoundedMean;
    let bet = emptyBettingMean;
    values.forEach((value, i) => {
      state = stepBoundedMean(state, value, alpha);
      bet = stepBettingMean(bet, value, limit);
      const row = at.indexOf(i);
      if (row < 0) return;
      const found = boundedMeanSequence(state, alpha);
      expect(Math.abs(found.lower - (lower[row] ?? Number.NaN))).toBeLessThan(1e-9);
      expect(Math.abs(found.upper - (upper[row] ?? Number.NaN))).toBeLessThan(1e-9);
      expect(Math.abs(bet.logE - (logE[row] ?? Number.NaN))).toBeLessThan(1e-9);
    });
  }
});

test("a bet on a mean is worth at most 1 after five values, over all of them", () => {
  // 3⁵ sequences of three values whose mean is the limit.
  const outcomes = [
    { value: 0, chance: 0.5 },
    { value: 0.4, chance: 0.3 },
    { value: 1, chance: 0.2 },
  ];
  const limit = 0.32;
  const worth = (state: typeof emptyBettingMean, left: number): number =>
    left === 0
      ? Math.exp(state.logE)
      : outcomes.reduce(
          (sum, { value, chance }) =>
            sum + chance * worth(stepBettingMean(state, value, limit), left - 1),
          0,
        );
  expect(Math.abs(worth(emptyBettingMean, 5) - 1)).toBeLessThan(1e-12);
});

test("values outside [0, 1] are refused, not clipped", () => {
  expect(() => stepBoundedMean(emptyBoundedMean, 1.1, 0.05)).toThrow("lies in [0, 1], got 1.1");
  expect(() => stepBettingMean(emptyBettingMean, -1, 0.5)).toThrow("lies in [0, 1], got -1");
});

test("a loss that rises is called harmful, one within the tolerance is not", () => {
  const source = { count: 5000, sum: 500, squares: 180, tolerance: 0.02, alpha: 0.025 };
  expect(harmfulAbove(source)).toBeGreaterThan(0.12);
  expect(harmfulAbove(source)).toBeLessThan(0.14);
  const run = (mean: number): number => {
    let state = emptyHarmfulShift;
    for (let i = 0; i < 2000; i++) {
      state = stepHarmfulShift(state, mean + (((i * 7) % 11) - 5) / 100, source);
    }
    return state.logE;
  };
  expect(run(0.11)).toBeLessThan(Math.log(1 / 0.025));
  expect(run(0.2)).toBeGreaterThan(Math.log(1 / 0.025));
});

test("a source that fills the scale leaves nothing to exceed", () => {
  const source = { count: 3, sum: 2, squares: 2, tolerance: 0.05, alpha: 0.05 };
  expect(stepHarmfulShift(emptyHarmfulShift, 1, source).logE).toBe(0);
  expect(() => harmfulAbove({ ...source, count: 1 })).toThrow("two losses");
});
