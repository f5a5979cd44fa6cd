import fc from "fast-check";
import { expect, test } from "vitest";
import { kolmogorovSmirnovTail, kolmogorovTail } from "../../../rules/statistics/kolmogorov.ts";
import { distances } from "./oracle/distances.ts";

test("the limiting distribution equals SciPy's `kstwobign` to 1e-14", () => {
  for (const [x, tail] of distances.kolmogorov) {
    expect(Math.abs(kolmogorovTail(x) - tail)).toBeLessThan(1e-14);
  }
  expect(kolmogorovTail(0)).toBe(1);
});

test("the distribution for n values equals SciPy's `kstwo` to 1e-11 up to 140 and 1e-7 beyond", () => {
  for (const [n, d, tail] of distances.kolmogorovSmirnovTail) {
    const error = Math.abs(kolmogorovSmirnovTail(n, d) - tail);
    expect(error, `n ${n}, d ${d}`).toBeLessThan(n <= 140 ? 1e-11 : 1e-7);
  }
});

test("both fall from 1 to 0", () => {
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), unit, unit, (n, a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      const [atLow, atHigh] = [kolmogorovSmirnovTail(n, low), kolmogorovSmirnovTail(n, high)];
      expect(atHigh).toBeLessThanOrEqual(atLow + 2e-7);
      expect(0 <= atHigh && atLow <= 1).toBe(true);
      expect(kolmogorovTail(high * 4)).toBeLessThanOrEqual(kolmogorovTail(low * 4) + 1e-14);
    }),
  );
  expect(kolmogorovSmirnovTail(5, 1)).toBe(0);
});
