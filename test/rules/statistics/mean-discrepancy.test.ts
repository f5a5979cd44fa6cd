import fc from "fast-check";
import { expect, test } from "vitest";
import { cosineDistance, meanDiscrepancy } from "../../../rules/statistics/mean-discrepancy.ts";

const vector = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 })
  .filter((parts) => Math.hypot(...parts) > 0.01)
  .map((parts) => parts.map((part) => part / Math.hypot(...parts)));
const sample = fc.array(vector, { minLength: 2, maxLength: 12 });

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, part, i) => sum + part * (b[i] ?? 0), 0);
const sumOf = (of: readonly number[][]): { n: number; sum: number[] } => ({
  n: of.length,
  sum: [0, 1, 2, 3].map((i) => of.reduce((total, each) => total + (each[i] ?? 0), 0)),
});

test("sums give the unbiased statistic that all pairs of vectors of length 1 give", () => {
  // Gretton et al. (2012), equation 3, with the kernel as a product of features.
  const pairs = (of: readonly number[][]): number =>
    of.flatMap((a, i) => of.map((b, j) => (i === j ? 0 : dot(a, b)))).reduce((x, y) => x + y, 0) /
    (of.length * (of.length - 1));
  fc.assert(
    fc.property(sample, sample, (a, b) => {
      const across = a.flatMap((x) => b.map((y) => dot(x, y))).reduce((x, y) => x + y, 0);
      const expected = pairs(a) + pairs(b) - (2 * across) / (a.length * b.length);
      expect(meanDiscrepancy(sumOf(a), sumOf(b))).toBeCloseTo(expected, 12);
      expect(meanDiscrepancy(sumOf(b), sumOf(a))).toBeCloseTo(expected, 12);
    }),
  );
  expect(meanDiscrepancy({ n: 1, sum: [1] }, { n: 5, sum: [2] })).toBeNull();
});

test("a cosine distance is 0 for the same direction, 1 for a right angle, 2 for the opposite", () => {
  expect(cosineDistance([1, 2], [3, 6])).toBeCloseTo(0, 15);
  expect(cosineDistance([1, 0], [0, 7])).toBe(1);
  expect(cosineDistance([1, 1], [-2, -2])).toBeCloseTo(2, 15);
  expect(cosineDistance([0, 0], [1, 1])).toBeNull();
  for (const size of [1e-100, 1e100]) {
    expect(cosineDistance([size, 2 * size], [size, 2 * size])).toBeCloseTo(0, 12);
    expect(cosineDistance([size, 0], [-size, 0])).toBeCloseTo(2, 12);
  }
});
