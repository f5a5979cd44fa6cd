import fc from "fast-check";
import { expect, test } from "vitest";
import {
  emptyRateCounts,
  logBetaMixture,
  stepRateCounts,
} from "../../../../rules/statistics/sequential/beta-mixture.ts";
import { binomialOutcomes } from "./enumerate.ts";
import { oracle } from "./oracle/oracle.ts";

test("the evidence equals section M4 of the reference in 50 digits, to 1e-9 up to 80,000 trials", () => {
  for (const [successes, trials, limit, side, tolerance, a, b, expected] of oracle.betaMixture) {
    const logE = logBetaMixture({ successes, trials, limit, side, tolerance, prior: [a, b] });
    expect(Math.abs(logE - expected)).toBeLessThan(1e-9 * Math.max(1, Math.abs(expected)));
  }
});

const rate = fc.double({ min: 0.02, max: 0.95, noNaN: true });

test("while the rate keeps its limit, the evidence is worth at most 1 on average, over all outcomes", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      rate,
      fc.double({ min: 0.05, max: 1, noNaN: true }),
      fc.constantFrom(0, 0.01),
      (trials, limit, part, tolerance) => {
        // Below the limit for one side, as far above it for its mirror.
        const sides = { above: limit * part, below: 1 - (1 - limit) * part } as const;
        for (const side of ["above", "below"] as const) {
          const mean = binomialOutcomes(trials, sides[side]).reduce(
            (sum, { successes, chance }) =>
              sum +
              chance * Math.exp(logBetaMixture({ successes, trials, limit, side, tolerance })),
            0,
          );
          expect(mean).toBeLessThan(1 + 1e-9);
        }
      },
    ),
  );
});

test("exactly at the limit it is worth exactly 1: nothing is given away", () => {
  const mean = binomialOutcomes(40, 0.2).reduce(
    (sum, { successes, chance }) =>
      sum + chance * Math.exp(logBetaMixture({ successes, trials: 40, limit: 0.2, side: "above" })),
    0,
  );
  expect(Math.abs(mean - 1)).toBeLessThan(1e-10);
});

test("more successes are more evidence above, less below", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), rate, fc.nat(4999), (trials, limit, some) => {
      const successes = some % trials;
      const at = (count: number, side: "above" | "below"): number =>
        logBetaMixture({ successes: count, trials, limit, side });
      expect(at(successes + 1, "above")).toBeGreaterThanOrEqual(at(successes, "above") - 1e-9);
      expect(at(successes + 1, "below")).toBeLessThanOrEqual(at(successes, "below") + 1e-9);
    }),
  );
});

test("the sides mirror each other", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(4999), (trials, some) => {
      const successes = some % trials;
      const above = logBetaMixture({ successes, trials, limit: 0.25, side: "above" });
      const below = logBetaMixture({
        successes: trials - successes,
        trials,
        limit: 0.75,
        side: "below",
      });
      expect(Math.abs(above - below)).toBeLessThan(1e-9 * Math.max(1, Math.abs(above)));
    }),
  );
});

test("windows in any order and split in any way leave the same state", () => {
  const window = fc
    .tuple(fc.nat(1000), fc.nat(1000))
    .map(([successes, failures]) => ({ successes, trials: successes + failures }));
  fc.assert(
    fc.property(fc.array(window, { maxLength: 20 }), (windows) => {
      const forward = windows.reduce(stepRateCounts, emptyRateCounts);
      expect([...windows].reverse().reduce(stepRateCounts, emptyRateCounts)).toEqual(forward);
      const half = windows.length >> 1;
      const [a, b] = [windows.slice(0, half), windows.slice(half)].map((part) =>
        part.reduce(stepRateCounts, emptyRateCounts),
      );
      expect(stepRateCounts(a ?? emptyRateCounts, b ?? emptyRateCounts)).toEqual(forward);
    }),
  );
});

test("it stays finite over a hundred million events", () => {
  for (const successes of [0, 4_900_000, 5_000_000, 5_100_000, 100_000_000]) {
    const of = { successes, trials: 100_000_000, limit: 0.05 } as const;
    expect(logBetaMixture({ ...of, side: "above" })).toSatisfy(Number.isFinite);
    expect(logBetaMixture({ ...of, side: "below" })).toSatisfy(Number.isFinite);
  }
});

test("a limit that is no rate is refused", () => {
  const of = { successes: 1, trials: 2, side: "above" } as const;
  expect(() => logBetaMixture({ ...of, limit: 1 })).toThrow("lies in (0, 1), got 1");
  expect(() => logBetaMixture({ ...of, limit: 0.9, tolerance: 0.2 })).toThrow("beyond the limit");
});
