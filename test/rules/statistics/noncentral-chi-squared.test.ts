import fc from "fast-check";
import { expect, test } from "vitest";
import {
  noncentralChiSquared,
  noncentralityAt,
} from "../../../rules/statistics/noncentral-chi-squared.ts";
import { oracle } from "./oracle/oracle.ts";

test("the noncentral χ² equals SciPy's to 1e-11 up to a noncentrality of ten million", () => {
  for (const [x, freedom, noncentrality, value] of oracle.noncentralChiSquared) {
    expect(Math.abs(noncentralChiSquared(x, freedom, noncentrality) - value)).toBeLessThan(1e-11);
  }
});

test("the noncentrality found gives the probability back, or is 0 where none is high enough", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 1e5, noNaN: true }),
      fc.integer({ min: 1, max: 100 }),
      fc.constantFrom(0.001, 0.05, 0.5, 0.95, 0.999),
      (x, freedom, probability) => {
        const noncentrality = noncentralityAt(x, freedom, probability);
        const reached = noncentralChiSquared(x, freedom, noncentrality);
        if (noncentrality === 0) expect(reached).toBeLessThanOrEqual(probability);
        else expect(Math.abs(reached - probability)).toBeLessThan(1e-8);
      },
    ),
  );
});

test("it falls in the noncentrality and rises in x", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 500, noNaN: true }),
      fc.double({ min: 0, max: 500, noNaN: true }),
      (x, noncentrality) => {
        const at = noncentralChiSquared(x, 9, noncentrality);
        expect(noncentralChiSquared(x, 9, noncentrality + 1)).toBeLessThanOrEqual(at + 1e-13);
        expect(noncentralChiSquared(x + 1, 9, noncentrality)).toBeGreaterThanOrEqual(at - 1e-13);
      },
    ),
  );
});
