import fc from "fast-check";
import { expect, test } from "vitest";
import {
  determination,
  type ErrorSums,
  meanAbsoluteError,
  meanError,
  rootMeanSquaredError,
} from "../../../rules/statistics/regression-error.ts";
import { seeded } from "./seeded.ts";

test("four predictions: the values and bounds of NumPy", () => {
  const of = sums([
    [2, 1],
    [3, 5],
    [5, 4.5],
    [8, 8],
  ]);
  // e = [1, −2, 0.5, 0]: np.mean(abs(e)), ± 1.6448536269514722 · np.std(abs(e), ddof=1) / 2, and so on.
  expect(meanAbsoluteError(of, 0.95)?.value).toBeCloseTo(0.875, 12);
  expect(meanAbsoluteError(of, 0.95)?.lower).toBeCloseTo(0.1727194111424245, 12);
  expect(meanAbsoluteError(of, 0.95)?.upper).toBeCloseTo(1.5772805888575756, 12);
  expect(meanError(of, 0.95)?.value).toBeCloseTo(-0.125, 12);
  expect(rootMeanSquaredError(of, 0.95)?.value).toBeCloseTo(Math.sqrt(5.25 / 4), 12);
  // y = [1, 5, 4.5, 8]: 1 − 5.25 / 24.6875.
  expect(determination(of)).toBeCloseTo(1 - 5.25 / 24.6875, 12);
});

const pairs = fc.array(
  fc.tuple(
    fc.double({ min: -1000, max: 1000, noNaN: true }),
    fc.double({ min: -1000, max: 1000, noNaN: true }),
  ),
  { minLength: 2, maxLength: 50 },
);

test("values lie within their bounds, the mean error within ±MAE, and MAE at or below RMSE", () => {
  fc.assert(
    fc.property(pairs, (all) => {
      const of = sums(all);
      const [absolute, signed, root] = [meanAbsoluteError, meanError, rootMeanSquaredError].map(
        (measure) => measure(of, 0.95),
      );
      for (const each of [absolute, signed, root]) {
        if (!each) throw new Error("two outcomes are enough");
        expect(each.lower).toBeLessThanOrEqual(each.value);
        expect(each.upper).toBeGreaterThanOrEqual(each.value);
      }
      expect(Math.abs(signed?.value ?? 0)).toBeLessThanOrEqual((absolute?.value ?? 0) + 1e-9);
      expect(absolute?.value ?? 0).toBeLessThanOrEqual((root?.value ?? 0) * (1 + 1e-9) + 1e-9);
      expect(determination(of) ?? 0).toBeLessThanOrEqual(1);
    }),
  );
});

test("errors are in the unit of the outcome: twice the unit, twice the error, the same R²", () => {
  fc.assert(
    fc.property(pairs, (drawn) => {
      // Squares of smaller numbers underflow, and then doubling is not exact.
      const plain = (x: number): number => (Math.abs(x) < 1e-100 ? 0 : x);
      const all = drawn.map(([v, y]) => [plain(v), plain(y)] as const);
      const doubled = sums(all.map(([v, y]) => [2 * v, 2 * y]));
      for (const measure of [meanAbsoluteError, rootMeanSquaredError, meanError]) {
        const [once, twice] = [measure(sums(all), 0.95), measure(doubled, 0.95)];
        expect(twice?.value).toBeCloseTo(2 * (once?.value ?? 0), 8);
        expect(twice?.upper).toBeCloseTo(2 * (once?.upper ?? 0), 8);
      }
      expect(determination(doubled)).toEqual(determination(sums(all)));
    }),
  );
});

test("on normal errors MAE's bounds fail about one time in twenty, RMSE's no more often", () => {
  const random = seeded(20261124);
  const runs = 3000;
  const failures = { absolute: 0, root: 0 };
  for (let run = 0; run < runs; run++) {
    const of = sums(Array.from({ length: 200 }, () => [normal(random), 0] as const));
    // E|Z| = √(2/π); √E Z² = 1.
    if ((meanAbsoluteError(of, 0.95)?.lower ?? 0) > Math.sqrt(2 / Math.PI)) failures.absolute++;
    if ((rootMeanSquaredError(of, 0.95)?.lower ?? 0) > 1) failures.root++;
  }
  expect(failures.absolute / runs).toBeGreaterThan(0.035);
  expect(failures.absolute / runs).toBeLessThan(0.065);
  expect(failures.root / runs).toBeLessThan(0.05);
});

test("one outcome is no error, and outcomes that do not vary leave nothing to explain", () => {
  expect(meanAbsoluteError(sums([[1, 2]]), 0.95)).toBeNull();
  expect(rootMeanSquaredError(sums([]), 0.95)).toBeNull();
  const constant = sums([
    [1.5, 1e9],
    [2, 1e9],
    [4, 1e9],
  ]);
  expect(determination(constant)).toBeNull();
});

function sums(pairs: readonly (readonly [value: number, truth: number])[]): ErrorSums {
  const errors = pairs.map(([v, y]) => v - y);
  const sum = (of: readonly number[]): number => of.reduce((a, b) => a + b, 0);
  return {
    n: pairs.length,
    signed: sum(errors),
    absolute: sum(errors.map(Math.abs)),
    squared: sum(errors.map((e) => e * e)),
    truth: sum(pairs.map(([, y]) => y)),
    truthSquared: sum(pairs.map(([, y]) => y * y)),
    absoluteMax: Math.max(0, ...errors.map(Math.abs)),
  };
}

/** Box–Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
