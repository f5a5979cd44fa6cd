import fc from "fast-check";
import { expect, test } from "vitest";
import {
  normalisedWassersteinSamples,
  wassersteinSamples,
} from "../../../rules/statistics/wasserstein-samples.ts";
import { samplePair } from "./arbitraries.ts";
import { distances, samplesOf } from "./oracle/distances.ts";

test("the distance and its winsorised, normalised form equal SciPy's to 1e-9", () => {
  for (const each of distances.samples) {
    const of = samplesOf(each);
    const { normalised } = normalisedWassersteinSamples(of);
    expect(Math.abs(wassersteinSamples(of) - each.wasserstein)).toBeLessThan(1e-9);
    expect(Math.abs((normalised ?? Number.NaN) - each.normalised)).toBeLessThan(1e-9);
  }
});

test("it is symmetric, never negative, 0 on itself, and indifferent to order", () => {
  fc.assert(
    fc.property(samplePair, ({ baseline, current }) => {
      const there = wassersteinSamples({ baseline, current });
      expect(wassersteinSamples({ baseline: current, current: baseline })).toBe(there);
      expect(there).toBeGreaterThanOrEqual(0);
      expect(wassersteinSamples({ baseline, current: [...baseline].reverse() })).toBe(0);
    }),
  );
});

test("values that all move by c are |c| apart", () => {
  const whole = fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(whole, fc.integer({ min: -1e6, max: 1e6 }), (baseline, by) => {
      const current = baseline.map((value) => value + by);
      expect(wassersteinSamples({ baseline, current })).toBeCloseTo(Math.abs(by), 6);
    }),
  );
});

test("one absurd value moves the normalised distance by little, and a constant has none", () => {
  const baseline = Array.from({ length: 1000 }, (_, i) => i);
  const current = [...baseline.slice(1), 1e12];
  expect(wassersteinSamples({ baseline, current })).toBeGreaterThan(1e8);
  expect(normalisedWassersteinSamples({ baseline, current }).normalised).toBeLessThan(0.01);
  const constant = normalisedWassersteinSamples({ baseline: [3, 3], current: [4] });
  expect(constant).toMatchObject({ scale: { kind: "none" }, normalised: null });
  expect(() => wassersteinSamples({ baseline: [1], current: [Infinity] })).toThrow("finite");
});
