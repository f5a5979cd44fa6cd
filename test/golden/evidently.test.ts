import { describe, expect, test } from "vitest";
import { chiSquaredTail, chiSquaredTwoSample } from "../../rules/statistics/chi-squared.ts";
import { hellinger } from "../../rules/statistics/hellinger.ts";
import { stabilityIndex } from "../../rules/statistics/population-stability.ts";
import { totalVariation } from "../../rules/statistics/total-variation.ts";
import { answer, golden, published } from "./golden.ts";

// What Evidently publishes in its own test suite. A reader who moves here from there sees the same
// numbers; where ours differ on purpose, the test says by what and why.

describe.skipIf(golden.absent)(`Evidently's published answers${golden.note}`, () => {
  test("its counts: Hellinger, total variation and PSI", () => {
    const { ref, cur, expected } = published().C_evidently_counts;
    const of = { baseline: ref, current: cur };
    // Published to five digits, the last cut off.
    expect(Math.abs(hellinger(of).distance - answer(expected, "Hellinger"))).toBeLessThan(1e-5);
    const { distance } = totalVariation({ ...of, confidence: 0.95 });
    expect(distance).toBeCloseTo(answer(expected, "TV"), 6);
    // Its PSI is not smoothed: ours tends to it as the same shares come from more values.
    const grown = (counts: readonly number[]): number[] => counts.map((count) => count * 1e6);
    const { value } = stabilityIndex({ baseline: grown(ref), current: grown(cur) });
    expect(value).toBeCloseTo(answer(expected, "PSI"), 7);
  });

  // The published p takes the reference, itself a sample of 88, as exact: too small, so it finds
  // drift too often. The test of two samples gives 0.8985.
  test("its χ² is wrong: a goodness of fit where both sides are samples", () => {
    const { ref, cur, expected } = published().C_evidently_counts;
    const goodness = ref.reduce((sum, e, i) => sum + ((cur[i] ?? 0) - e) ** 2 / e, 0);
    const theirs = answer(expected, "chisquare GOF p (ref as exact expected)");
    expect(chiSquaredTail(goodness, 5)).toBeCloseTo(theirs, 5);
    const ours = chiSquaredTwoSample({ baseline: ref, current: cur });
    expect(ours.pValue).toBeCloseTo(answer(expected, "proper 2xK contingency p (scipy)"), 12);
    expect(ours.pValue).toBeGreaterThan(theirs + 0.2);
  });

  // Fisher's exact test gives more than it must for two categories (0.033 and 0.00078): χ² of the
  // same counts is smaller, and both decide alike at 5 % and at 1 %.
  test("its Fisher p of two categories, beside which χ² is the less conservative", () => {
    for (const { ref, cur, fisher_p } of published().C_evidently_counts["two_proportion/fisher"]) {
      const { pValue } = chiSquaredTwoSample({
        baseline: [ref.a, ref.b],
        current: [cur.a, cur.b],
      });
      expect(pValue).toBeLessThan(fisher_p);
      expect(pValue).toBeGreaterThan(fisher_p / 2);
      expect(pValue < 0.05).toBe(fisher_p < 0.05);
      expect(pValue < 0.01).toBe(fisher_p < 0.01);
    }
  });
});
