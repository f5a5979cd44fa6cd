import { describe, expect, test } from "vitest";
import { chiSquaredTail } from "../../rules/statistics/chi-squared.ts";
import { kolmogorovSmirnovTail, kolmogorovTail } from "../../rules/statistics/kolmogorov.ts";
import { noncentralChiSquared } from "../../rules/statistics/noncentral-chi-squared.ts";
import { answer, golden, published } from "./golden.ts";

describe.skipIf(golden.absent)(`SciPy's values${golden.note}`, () => {
  test("its special functions", () => {
    const of = (name: string): number => answer(published().B_special, name);
    expect(chiSquaredTail(16.919, 9)).toBeCloseTo(of("chi2_sf(16.919,9)"), 12);
    expect(kolmogorovTail(1.36)).toBeCloseTo(of("kstwobign_sf(1.36)"), 14);
    expect(kolmogorovSmirnovTail(100, 0.1)).toBeCloseTo(of("kstwo_sf(0.1,100)"), 11);
    expect(noncentralChiSquared(45, 9, 30)).toBeCloseTo(of("ncx2_cdf(45,9,30)"), 10);
    expect(noncentralChiSquared(of("ncx2_ppf(.95,9,30)"), 9, 30)).toBeCloseTo(0.95, 10);
  });
});
