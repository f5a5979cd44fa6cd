import fc from "fast-check";
import { expect, test } from "vitest";
import { kolmogorovSmirnovSamples } from "../../../rules/statistics/kolmogorov-smirnov-samples.ts";
import { samplePair } from "./arbitraries.ts";
import { distances, samplesOf } from "./oracle/distances.ts";

test("D equals SciPy's `ks_2samp` to 1e-12 and its asymptotic p to 1e-7", () => {
  for (const each of distances.samples) {
    const found = kolmogorovSmirnovSamples(samplesOf(each));
    expect(Math.abs(found.distance - each.distance)).toBeLessThan(1e-12);
    expect(Math.abs(found.pValue - each.pValue)).toBeLessThan(1e-7);
  }
});

test("it is symmetric, in [0, 1], 0 on itself, and indifferent to order", () => {
  fc.assert(
    fc.property(samplePair, ({ baseline, current }) => {
      const there = kolmogorovSmirnovSamples({ baseline, current });
      expect(kolmogorovSmirnovSamples({ baseline: current, current: baseline })).toEqual(there);
      const turned = { baseline: [...baseline].reverse(), current: [...current].reverse() };
      expect(kolmogorovSmirnovSamples(turned)).toEqual(there);
      expect(there.distance >= 0 && there.distance <= 1).toBe(true);
      expect(kolmogorovSmirnovSamples({ baseline, current: baseline })).toEqual({
        distance: 0,
        pValue: 1,
      });
    }),
  );
});

test("an increasing map of the values changes nothing", () => {
  const whole = fc.array(fc.integer({ min: -30, max: 30 }), { minLength: 1, maxLength: 50 });
  const maps: readonly ((x: number) => number)[] = [
    (x) => Math.exp(x / 4),
    (x) => 3 * x - 1000,
    (x) => x ** 3,
    (x) => Math.atan(x),
  ];
  fc.assert(
    fc.property(whole, whole, fc.constantFrom(...maps), (baseline, current, map) => {
      const mapped = { baseline: baseline.map(map), current: current.map(map) };
      expect(kolmogorovSmirnovSamples(mapped)).toEqual(
        kolmogorovSmirnovSamples({ baseline, current }),
      );
    }),
  );
});

test("an empty side or a NaN is refused; infinities are values like others", () => {
  expect(() => kolmogorovSmirnovSamples({ baseline: [], current: [1] })).toThrow("need a value");
  expect(() => kolmogorovSmirnovSamples({ baseline: [1], current: [Number.NaN] })).toThrow("NaN");
  const found = kolmogorovSmirnovSamples({
    baseline: [-Infinity, 0, Infinity],
    current: [Infinity, Infinity],
  });
  expect(found.distance).toBeCloseTo(2 / 3, 12);
});
