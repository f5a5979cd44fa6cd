import fc from "fast-check";
import { expect, test } from "vitest";
import {
  calibrateWindows,
  deviationGuard,
  emptyWindowDetector,
  SHIFTS,
  stepWindowDetector,
  windowValue,
} from "../../../../rules/statistics/sequential/e-detector.ts";
import {
  emptyMeanDetector,
  stepMeanDetector,
} from "../../../../rules/statistics/sequential/mean-detector.ts";

const windows = fc
  .array(fc.double({ min: -100, max: 1e4, noNaN: true }), { minLength: 20, maxLength: 80 })
  .filter((means) => Math.max(...means) - Math.min(...means) > 1e-3);

test("on the reference itself no bet gains: the mean multiplier of every shift is at most 1", () => {
  fc.assert(
    fc.property(windows, (means) => {
      const mean = means.reduce((sum, value) => sum + value / means.length, 0);
      const calibration = calibrateWindows(means, { max: mean, min: mean });
      SHIFTS.forEach((_, i) => {
        for (const side of ["above", "below"] as const) {
          // From an empty detector one step is L · 1.
          const worth = means.reduce((sum, value) => {
            const step = stepWindowDetector(emptyWindowDetector, value, calibration);
            return sum + (step[side][i] ?? Number.NaN) / means.length;
          }, 0);
          expect(worth).toBeLessThan(1 + 1e-9);
        }
      });
    }),
  );
});

test("scale and place of the measure do not matter", () => {
  fc.assert(
    fc.property(windows, fc.constantFrom(0.001, 7, 1e6), (means, scale) => {
      const moved = means.map((value) => value * scale - 3 * scale);
      const [a, b] = [calibrateWindows(means), calibrateWindows(moved)];
      const [x, y] = [means[0] ?? 0, moved[0] ?? 0];
      const there = windowValue(stepWindowDetector(emptyWindowDetector, x, a));
      const back = windowValue(stepWindowDetector(emptyWindowDetector, y, b));
      expect(Math.abs(there - back)).toBeLessThan(1e-6 * (1 + there));
    }),
  );
});

test("few reference windows are trusted less", () => {
  // χ² quantiles at 1 %: 7.633 of 19, 155.55 of 199 (SciPy); Wilson and Hilferty are within 1 %.
  expect(deviationGuard(19) / Math.sqrt(19 / 7.6327)).toBeCloseTo(1, 2);
  expect(deviationGuard(199) / Math.sqrt(199 / 155.5485)).toBeCloseTo(1, 3);
  expect(() => calibrateWindows([1, 2, 3])).toThrow("20 windows, got 3");
  expect(() => calibrateWindows(new Array<number>(30).fill(4))).toThrow("no deviation");
});

test("no single window alarms alone, however wild; a week of slightly worse ones does", () => {
  const reference = Array.from({ length: 200 }, (_, i) => Math.sin(i * 7.3) + Math.cos(i * 3.1));
  const calibration = calibrateWindows(reference);
  const wild = stepWindowDetector(emptyWindowDetector, 1e12, calibration);
  expect(windowValue(wild)).toBeLessThan(8760 / 10);
  let state = emptyWindowDetector;
  for (let i = 0; i < 168; i++) {
    state = stepWindowDetector(state, (reference[i] ?? 0) + 1, calibration);
  }
  expect(windowValue(state)).toBeGreaterThan(8760);
});

test("a mean without a reference bets only once eight pairs of windows have shown how they vary", () => {
  let state = emptyMeanDetector;
  for (let i = 0; i < 9; i++) {
    expect(windowValue(state.bets)).toBe(0);
    state = stepMeanDetector(state, 20 + (i % 3), { max: 10 });
  }
  expect(windowValue(state.bets)).toBe(0);
  state = stepMeanDetector(state, 20, { max: 10 });
  expect(windowValue(state.bets)).toBeGreaterThan(0);
  const calibration = calibrateWindows(Array.from({ length: 20 }, (_, i) => 5 + (i % 4)));
  const first = stepMeanDetector(emptyMeanDetector, 20, { max: 10 }, calibration);
  expect(windowValue(first.bets)).toBeGreaterThan(0);
});
