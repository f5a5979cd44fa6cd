import { expect, test } from "vitest";
import { logBetaMixture } from "../../../../rules/statistics/sequential/beta-mixture.ts";
import {
  emptyBettingMean,
  stepBettingMean,
} from "../../../../rules/statistics/sequential/betting-mean.ts";
import {
  boundedMeanSequence,
  emptyBoundedMean,
  stepBoundedMean,
} from "../../../../rules/statistics/sequential/bounded-mean.ts";
import { logDirichletMultinomial } from "../../../../rules/statistics/sequential/dirichlet-multinomial.ts";
import { eBenjaminiHochberg } from "../../../../rules/statistics/sequential/multiplicity.ts";
import {
  mixtureScale,
  normalMixtureBoundary,
} from "../../../../rules/statistics/sequential/normal-mixture.ts";
import { logRateEvidence } from "../../../../rules/statistics/sequential/rate-confidence.ts";
import {
  emptyTwoSample,
  stepTwoSample,
} from "../../../../rules/statistics/sequential/two-sample.ts";
import { random } from "./random.ts";
import { binomialWindows, multinomialWindows } from "./streams.ts";

// 20,000 runs in which nothing is wrong, each looked at up to 400 times and stopped at the first
// rejection. A method whose size is α rejects in no more runs than the one-sided 99.9 % bound.
const RUNS = 20_000;
const LOOKS = 400;

function boundOf(alpha: number): number {
  return RUNS * alpha + 3.0902 * Math.sqrt(RUNS * alpha * (1 - alpha)) + 1;
}

test("a beta mixture, looked at 400 times, rejects a kept limit in at most α of the runs", () => {
  for (const [rate, rows, side] of [
    [0.05, 50, "above"],
    [0.3, 5, "above"],
    [0.05, 50, "below"],
  ] as const) {
    for (const alpha of [0.05, 0.01]) {
      // The evidence is monotone in the successes, so a run is compared with a table of boundaries.
      const boundary = Array.from({ length: LOOKS }, (_, look) => {
        const trials = rows * (look + 1);
        const rejects = (successes: number): boolean =>
          logBetaMixture({ successes, trials, limit: rate, side }) >= -Math.log(alpha);
        return side === "above" ? first(trials, rejects) : last(trials, rejects);
      });
      const next = binomialWindows(rows, rate, random(11));
      const rejected = countRuns(() => {
        let successes = 0;
        return boundary.some((bound) => {
          successes += next();
          return side === "above" ? successes >= bound : successes <= bound;
        });
      });
      expect(rejected).toBeLessThanOrEqual(boundOf(alpha));
      expect(rejected).toBeGreaterThan(0);
    }
  }
});

test("the confidence sequence of a rate misses it in at most α of the runs, over 400 looks", () => {
  const [rate, rows, alpha] = [0.1, 20, 0.05];
  const bounds = Array.from({ length: LOOKS }, (_, look) => {
    const trials = rows * (look + 1);
    const isOut = (successes: number): boolean =>
      logRateEvidence({ successes, trials, rate }) >= -Math.log(alpha);
    const middle = Math.round(trials * rate);
    return {
      low: last(middle, (successes) => isOut(successes)),
      high: middle + first(trials - middle, (more) => isOut(middle + more)),
    };
  });
  const next = binomialWindows(rows, rate, random(12));
  const missed = countRuns(() => {
    let successes = 0;
    return bounds.some(({ low, high }) => {
      successes += next();
      return successes <= low || successes >= high;
    });
  });
  expect(missed).toBeLessThanOrEqual(boundOf(alpha));
});

test("the closed form for means misses in at most α of the runs, over 400 looks", () => {
  const alpha = 0.05;
  const scale = mixtureScale({ variance: 40, alpha });
  const bounds = Array.from({ length: LOOKS }, (_, look) =>
    normalMixtureBoundary({ variance: look + 1, alpha, scale }),
  );
  const uniform = random(13);
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const missed = countRuns(() => {
    let sum = 0;
    return bounds.some((bound) => {
      sum += normal();
      return Math.abs(sum) >= bound;
    });
  });
  expect(missed).toBeLessThanOrEqual(boundOf(alpha));
});

test("bets on a bounded mean, and its bounds, err in at most α of the runs, over 400 looks", () => {
  const alpha = 0.05;
  const uniform = random(14);
  // Mean 1/3, strongly skewed.
  const draw = (): number => Math.round(uniform() ** 2 * 1000) / 1000;
  const mean = 1 / 3 + 1e-4;
  const rejected = countRuns(() => {
    let state = emptyBettingMean;
    for (let look = 0; look < LOOKS; look++) {
      state = stepBettingMean(state, draw(), mean);
      if (state.logE >= -Math.log(alpha)) return true;
    }
    return false;
  });
  expect(rejected).toBeLessThanOrEqual(boundOf(alpha));
  const missed = countRuns(() => {
    let state = emptyBoundedMean;
    for (let look = 0; look < LOOKS; look++) {
      state = stepBoundedMean(state, draw(), alpha);
      const { lower, upper } = boundedMeanSequence(state, alpha);
      if (lower > mean || upper < mean - 2e-4) return true;
    }
    return false;
  });
  expect(missed).toBeLessThanOrEqual(boundOf(alpha));
});

test("two versions of one behaviour are told apart in at most α of the runs, over 100 blocks", () => {
  const alpha = 0.05;
  const shares = [0.7, 0.2, 0.1];
  const a = multinomialWindows(20, shares, random(15));
  const b = multinomialWindows(30, shares, random(16));
  const rejected = countRuns(() => {
    let state = emptyTwoSample(3);
    for (let block = 0; block < 100; block++) {
      state = stepTwoSample(state, { a: a(), b: b() });
      if (state.logE >= -Math.log(alpha)) return true;
    }
    return false;
  });
  expect(rejected).toBeLessThanOrEqual(boundOf(alpha));
});

test("known shares are rejected in at most α of the runs, over 50 looks", () => {
  const alpha = 0.05;
  const shares = [0.5, 0.3, 0.15, 0.05];
  const next = multinomialWindows(20, shares, random(17));
  const rejected = countRuns(() => {
    const counts = [0, 0, 0, 0];
    for (let look = 0; look < 50; look++) {
      next().forEach((count, i) => {
        counts[i] = (counts[i] ?? 0) + count;
      });
      if (logDirichletMultinomial({ counts, shares }) >= -Math.log(alpha)) return true;
    }
    return false;
  });
  expect(rejected).toBeLessThanOrEqual(boundOf(alpha));
});

test("e-BH names nothing at all in at least 1 − α of the runs in which nothing changed", () => {
  const alpha = 0.1;
  const next = binomialWindows(200, 0.1, random(18));
  const table = Array.from({ length: 201 }, (_, successes) =>
    logBetaMixture({ successes, trials: 200, limit: 0.1, side: "above" }),
  );
  const named = countRuns(() => {
    const logEs = Array.from({ length: 20 }, () => table[next()] ?? Number.NaN);
    return eBenjaminiHochberg(logEs, alpha).length > 0;
  });
  expect(named).toBeLessThanOrEqual(boundOf(alpha));
});

function countRuns(rejects: () => boolean): number {
  let rejected = 0;
  for (let run = 0; run < RUNS; run++) if (rejects()) rejected++;
  return rejected;
}

/** The least number up to `most` that rejects, most + 1 where none does; what lies above it does too. */
function first(most: number, rejects: (k: number) => boolean): number {
  let [low, high] = [0, most + 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rejects(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The largest number up to `most` that rejects, −1 where none does; what lies below it does too. */
function last(most: number, rejects: (k: number) => boolean): number {
  return first(most, (k) => !rejects(k)) - 1;
}
