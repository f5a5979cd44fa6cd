import { expect, test } from "vitest";
import { seededRandom } from "../../../rules/profile/seeded-random.ts";
import { drawnBeta, drawnBinomial, drawnMultinomial } from "../../../rules/test-file/drawn.ts";

const DRAWS = 40_000;

function moments(draw: () => number): { mean: number; variance: number } {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < DRAWS; i++) {
    const value = draw();
    sum += value;
    squares += value * value;
  }
  const mean = sum / DRAWS;
  return { mean, variance: squares / DRAWS - mean * mean };
}

// Either way of drawing: few expected (by inversion) and many (by halving).
test.each([
  { n: 200, p: 0.05 },
  { n: 40, p: 0.9 },
  { n: 5000, p: 0.3 },
  { n: 100_000, p: 0.001 },
])("$n trials at $p have the mean and the spread of a binomial", ({ n, p }) => {
  const random = seededRandom(n);
  const { mean, variance } = moments(() => drawnBinomial(n, p, random));
  const spread = n * p * (1 - p);
  expect(Math.abs(mean - n * p)).toBeLessThan(5 * Math.sqrt(spread / DRAWS));
  expect(variance / spread).toBeGreaterThan(0.95);
  expect(variance / spread).toBeLessThan(1.05);
});

test.each([
  { a: 10, b: 190 },
  { a: 0.5, b: 0.7 },
])("a share of $a and $b has the mean and the spread of a beta", ({ a, b }) => {
  const random = seededRandom(3);
  const { mean, variance } = moments(() => drawnBeta(a, b, random));
  const expected = (a * b) / ((a + b) ** 2 * (a + b + 1));
  expect(mean).toBeCloseTo(a / (a + b), 2);
  expect(variance / expected).toBeGreaterThan(0.95);
  expect(variance / expected).toBeLessThan(1.05);
});

test("counts of a multinomial are whole, and add up", () => {
  const random = seededRandom(5);
  for (let i = 0; i < 1000; i++) {
    const counts = drawnMultinomial(97, [0.2, 0, 0.5, 0.3], random);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(97);
    expect(counts[1]).toBe(0);
  }
});
