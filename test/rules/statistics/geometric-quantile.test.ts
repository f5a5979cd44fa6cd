import fc from "fast-check";
import { expect, test } from "vitest";
import { LATENCY_CELL_MIN, LATENCY_RATIO, latencyCell } from "../../../rules/evidence/latencies.ts";
import { geometricQuantile } from "../../../rules/statistics/geometric-quantile.ts";

function cells(values: readonly number[]): [number, number][] {
  const counts = new Map<number, number>();
  for (const value of values) {
    counts.set(latencyCell(value), (counts.get(latencyCell(value)) ?? 0) + 1);
  }
  return [...counts];
}

const scale = { ratio: LATENCY_RATIO, floor: LATENCY_CELL_MIN, confidence: 0.95 };

test("a quantile read from cells is within 1 % of the sample's, and its bracket holds it", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 1e-6, max: 1e4, noNaN: true }), { minLength: 1 }),
      fc.constantFrom(0.5, 0.9, 0.95, 0.99),
      (values, quantile) => {
        const sorted = [...values].sort((a, b) => a - b);
        const exact = sorted[Math.max(0, Math.ceil(quantile * values.length) - 1)] ?? 0;
        const found = geometricQuantile({ ...scale, cells: cells(values), quantile });
        expect(Math.abs((found?.value ?? 0) / exact - 1)).toBeLessThanOrEqual(0.01);
        expect(found?.bracket[0]).toBeLessThanOrEqual(exact * (1 + 1e-12));
        expect(found?.bracket[1]).toBeGreaterThanOrEqual(exact * (1 - 1e-12));
      },
    ),
  );
});

test("a sample too small for a bound says so, and nothing counted is null", () => {
  expect(geometricQuantile({ ...scale, cells: cells([1, 2, 3]), quantile: 0.99 })).toMatchObject({
    n: 3,
    upper: null,
  });
  expect(geometricQuantile({ ...scale, cells: [], quantile: 0.5 })).toBeNull();
});

test("a latency of zero is zero, not the smallest positive cell", () => {
  const found = geometricQuantile({ ...scale, cells: cells([0, 0, 0]), quantile: 0.5 });
  expect(found?.value).toBe(0);
});
