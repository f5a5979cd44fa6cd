import fc from "fast-check";
import { expect, test } from "vitest";
import {
  dispersionFactor,
  emptyDispersion,
  stepDispersion,
} from "../../../../rules/statistics/sequential/dispersion.ts";
import { random } from "./random.ts";
import { betaBinomialWindows, binomialWindows } from "./streams.ts";

function factorAfter(windows: number, next: () => number, size: number): number {
  let state = emptyDispersion;
  for (let i = 0; i < windows; i++) {
    const successes = next();
    state = stepDispersion(state, [successes, size - successes]);
  }
  return dispersionFactor(state, 2, size);
}

test("independent rows cost little: a factor below 1.7 after a day of hours, 1.5 after ten days", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const next = binomialWindows(1000, 0.05, random(seed));
    expect(factorAfter(24, next, 1000)).toBeLessThan(4);
    expect(factorAfter(240, next, 1000)).toBeLessThan(1.8);
  }
});

// Too small a factor would turn resemblance into false alarms.
test("rows that resemble each other are seen through: the factor is hardly ever below the true one", () => {
  const correlation = 0.008;
  const truth = 1 + 999 * correlation;
  let below = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const next = betaBinomialWindows(1000, 0.05, correlation, random(seed));
    const factor = factorAfter(100, next, 1000);
    if (factor < truth) below++;
    expect(factor).toBeLessThan(2.5 * truth);
  }
  expect(below).toBeLessThan(10);
});

test("it is never below 1, finite, and survives JSON, whatever is counted", () => {
  const window = fc.array(fc.oneof(fc.constant(0), fc.nat(5), fc.nat(1_000_000)), {
    minLength: 3,
    maxLength: 3,
  });
  fc.assert(
    fc.property(fc.array(window, { maxLength: 20 }), fc.integer({ min: 1, max: 1e6 }), (all, n) => {
      const state = all.reduce(stepDispersion, emptyDispersion);
      const factor = dispersionFactor(state, 3, n);
      expect(factor).toBeGreaterThanOrEqual(1);
      expect(factor).toSatisfy(Number.isFinite);
      expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    }),
  );
});

test("a step of the rate costs one pair: a month later the factor is near what it was", () => {
  const [low, high] = [
    binomialWindows(1000, 0.05, random(3)),
    binomialWindows(1000, 0.1, random(4)),
  ];
  let state = emptyDispersion;
  for (let i = 0; i < 400; i++) {
    const successes = i < 200 ? low() : high();
    state = stepDispersion(state, [successes, 1000 - successes]);
  }
  expect(dispersionFactor(state, 2, 1000)).toBeLessThan(1.8);
});
