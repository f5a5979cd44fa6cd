import fc from "fast-check";
import { expect, test } from "vitest";
import { expectedCalibrationError } from "../../../rules/statistics/calibration-error.ts";
import { seeded } from "./seeded.ts";

test("two wide bins: the distances of shares and scores, weighted", () => {
  // 4 predictions at 0.125, 1 hit; 6 at 0.875, 3 hits.
  const found = expectedCalibrationError({
    n: [4, 0, 0, 6],
    hits: [1, 0, 0, 3],
    confidence: 0.95,
    groups: 2,
  });
  expect(found?.value).toBeCloseTo(0.4 * 0.125 + 0.6 * 0.375, 12);
  expect(found?.bins).toEqual([
    { score: 0.125, share: 0.25, n: 4 },
    { score: 0.875, share: 0.5, n: 6 },
  ]);
});

test("it lies in [0, 1] within its bounds, and merging windows never makes it worse than their mean", () => {
  const window = fc
    .array(fc.tuple(fc.nat({ max: 30 }), fc.double({ min: 0, max: 1, noNaN: true })), {
      minLength: 40,
      maxLength: 40,
    })
    .filter((bins) => bins.some(([n]) => n > 0))
    .map((bins) => ({ n: bins.map(([n]) => n), hits: bins.map(([n, p]) => Math.floor(n * p)) }));
  const size = ({ n }: { n: readonly number[] }): number => n.reduce((a, b) => a + b, 0);
  fc.assert(
    fc.property(window, window, (a, b) => {
      const error = (of: typeof a): number => {
        const found = expectedCalibrationError({ ...of, confidence: 0.95 });
        if (found === null) throw new Error("there are predictions");
        expect(found.lower >= 0 && found.lower <= found.value).toBe(true);
        expect(found.upper >= found.value && found.upper <= 1).toBe(true);
        return found.value;
      };
      const both = {
        n: a.n.map((n, i) => n + (b.n[i] ?? 0)),
        hits: a.hits.map((n, i) => n + (b.hits[i] ?? 0)),
      };
      const mean = (error(a) * size(a) + error(b) * size(b)) / (size(a) + size(b));
      expect(error(both)).toBeLessThanOrEqual(mean + 1e-12);
    }),
  );
});

// What would break in production: the plain value of 100 perfectly calibrated predictions is 0.1 or so.
test("on perfectly calibrated scores the noise is the value, and the lower bound stays at 0", () => {
  const random = seeded(20261124);
  const runs = 2000;
  let [values, noise, alarms] = [0, 0, 0];
  for (let run = 0; run < runs; run++) {
    const found = sample(200, (score) => score, random);
    values += found.value;
    noise += found.noise;
    if (found.lower > 0) alarms++;
  }
  expect(Math.abs(values / noise - 1)).toBeLessThan(0.1);
  // Conservative: measured below the stated 5 %.
  expect(alarms / runs).toBeLessThan(0.05);
});

test("the error of the population lies beyond either bound less than one time in twenty", () => {
  const random = seeded(5);
  const runs = 1000;
  let [below, above] = [0, 0];
  // Overconfident by 0.4·|score − ½|: 0.1 on average, in every wide bin on one side.
  for (let run = 0; run < runs; run++) {
    const found = sample(500, (score) => 0.5 + 0.6 * (score - 0.5), random);
    if (found.lower > 0.1) below++;
    if (found.upper < 0.1) above++;
  }
  expect(below / runs).toBeLessThan(0.05);
  expect(above / runs).toBeLessThan(0.05);
});

test("nothing predicted has no error; bins that do not divide are refused", () => {
  const of = { n: new Array<number>(20).fill(0), hits: [], confidence: 0.95 };
  expect(expectedCalibrationError({ ...of, hits: of.n })).toBeNull();
  expect(() =>
    expectedCalibrationError({ n: [1, 2, 3], hits: [1, 1, 1], confidence: 0.95 }),
  ).toThrow("a multiple of 10, got 3 and 3");
});

function sample(
  size: number,
  truth: (score: number) => number,
  random: () => number,
): {
  readonly value: number;
  readonly noise: number;
  readonly lower: number;
  readonly upper: number;
} {
  const n = new Array<number>(200).fill(0);
  const hits = new Array<number>(200).fill(0);
  for (let i = 0; i < size; i++) {
    const bin = Math.floor(random() * 200);
    n[bin] = (n[bin] ?? 0) + 1;
    if (random() < truth((bin + 0.5) / 200)) hits[bin] = (hits[bin] ?? 0) + 1;
  }
  const found = expectedCalibrationError({ n, hits, confidence: 0.95 });
  if (found === null) throw new Error("there are predictions");
  return found;
}
