import fc from "fast-check";
import { expect, test } from "vitest";
import {
  eBenjaminiHochberg,
  logAverage,
  logProduct,
} from "../../../../rules/statistics/sequential/multiplicity.ts";

const logEs = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), {
  minLength: 1,
  maxLength: 30,
});

test("the average lies between least and largest, in any order, however large they are", () => {
  fc.assert(
    fc.property(logEs, fc.constantFrom(0, 5000, -5000), (values, offset) => {
      const moved = values.map((value) => value + offset);
      const average = logAverage(moved);
      expect(average).toBeLessThanOrEqual(Math.max(...moved) + 1e-9);
      expect(average).toBeGreaterThanOrEqual(Math.min(...moved) - 1e-9);
      expect(Math.abs(logAverage([...moved].reverse()) - average)).toBeLessThan(1e-9);
    }),
  );
  expect(logAverage([])).toBe(0);
  expect(logAverage([-Infinity, Math.log(4)])).toBeCloseTo(Math.log(2), 12);
  expect(logAverage([-Infinity])).toBe(-Infinity);
  expect(logProduct([1, 2, -0.5])).toBe(2.5);
});

test("e-BH names the k largest, k the largest whose k-th e-value reaches F/(αk)", () => {
  fc.assert(
    fc.property(logEs, fc.constantFrom(0.01, 0.05, 0.2), (values, alpha) => {
      const named = eBenjaminiHochberg(values, alpha);
      const sorted = [...values].sort((a, b) => b - a);
      const k = sorted.reduce(
        (best, value, i) => (Math.exp(value) >= values.length / (alpha * (i + 1)) ? i + 1 : best),
        0,
      );
      expect(named.length).toBe(k);
      for (const i of named) expect(values[i]).toBeGreaterThanOrEqual(sorted[k - 1] ?? Infinity);
    }),
  );
});

test("more evidence never takes a name off the list", () => {
  fc.assert(
    fc.property(logEs, fc.nat(29), (values, some) => {
      const at = some % values.length;
      const more = values.map((value, i) => (i === at ? value + 3 : value));
      expect(eBenjaminiHochberg(more, 0.1)).toEqual(
        expect.arrayContaining([...eBenjaminiHochberg(values, 0.1)]),
      );
    }),
  );
});

// The worst that e-values of mean 1 can do is all or nothing: 0, or 1/q with chance q.
test("of the names, the share that is wrong is at most α on average, over all outcomes", () => {
  const alpha = 0.1;
  for (const q of [0.02, 0.05, 0.1]) {
    for (const shifted of [[], [3], [1, 6]] as const) {
      let wrong = 0;
      const nulls = 4;
      for (let outcome = 0; outcome < 2 ** nulls; outcome++) {
        const won = Array.from({ length: nulls }, (_, i) => (outcome >> i) & 1);
        const wins = won.reduce((sum, bit) => sum + bit, 0);
        const chance = q ** wins * (1 - q) ** (nulls - wins);
        const named = eBenjaminiHochberg(
          [...won.map((bit) => (bit ? -Math.log(q) : -Infinity)), ...shifted],
          alpha,
        );
        if (named.length === 0) continue;
        wrong += (chance * named.filter((i) => i < nulls).length) / named.length;
      }
      expect(wrong).toBeLessThanOrEqual(alpha);
    }
  }
});

test("a million features have an average as three have", () => {
  expect(logAverage(new Array<number>(1_000_000).fill(2))).toBeCloseTo(2, 9);
});
