import { expect, test } from "vitest";
import { binomialDensity, poissonDensity } from "../../../rules/statistics/poisson.ts";
import { oracle } from "./oracle/oracle.ts";

test("Poisson densities keep 12 digits from 0 to 5 million", () => {
  for (const [k, lambda, density] of oracle.poissonDensity) {
    expect(Math.abs(poissonDensity(k, lambda) / density - 1)).toBeLessThan(1e-12);
  }
});

test("binomial densities keep 11 digits up to a million trials", () => {
  for (const [k, n, p, density] of oracle.binomialDensity) {
    expect(Math.abs(binomialDensity(k, n, p) / density - 1)).toBeLessThan(1e-11);
  }
});

test("without a mean everything is at zero", () => {
  expect([poissonDensity(0, 0), poissonDensity(3, 0)]).toEqual([1, 0]);
});
