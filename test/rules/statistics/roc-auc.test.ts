import fc from "fast-check";
import { expect, test } from "vitest";
import { averagePrecision } from "../../../rules/statistics/average-precision.ts";
import { rocAuc } from "../../../rules/statistics/roc-auc.ts";
import { calibrationOracle } from "./oracle/calibration.ts";
import { seeded } from "./seeded.ts";

test("the area equals SciPy's Mann–Whitney U, its bounds the wider of DeLong's on the rows and Newcombe's", () => {
  for (const { positive, negative, ...expected } of calibrationOracle.areas) {
    const found = rocAuc({ positive, negative, confidence: 0.95 });
    expect(found?.value).toBeCloseTo(expected.area, 12);
    if (found === null) throw new Error("both classes are there");
    const [m, n] = [positive, negative].map((bins) => bins.reduce((sum, count) => sum + count, 0));
    for (const [bound, delong] of [
      [found.lower, expected.lower],
      [found.upper, expected.upper],
    ] as const) {
      const isDelong = Math.abs(bound - delong) < 1e-9;
      expect(isDelong || Math.abs(bound - found.value) > Math.abs(delong - found.value)).toBe(true);
      const newcombe = 1.6448536269514722 * hanleyMcNeil(bound, m ?? 0, n ?? 0);
      if (isDelong) expect(Math.abs(bound - found.value)).toBeGreaterThan(newcombe - 1e-9);
      else expect(Math.abs(bound - found.value)).toBeCloseTo(newcombe, 9);
    }
    const precision = averagePrecision({ positive, negative, confidence: 0.95 });
    expect(precision?.value).toBeCloseTo(expected.averagePrecision, 12);
  }
});

/** The standard error of an area, with Newcombe's mean sample size. */
function hanleyMcNeil(area: number, m: number, n: number): number {
  const more = (m + n) / 2 - 1;
  const ofPositives = (more * (1 - area)) / (2 - area);
  const ofNegatives = (more * area) / (1 + area);
  return Math.sqrt((area * (1 - area) * (1 + ofPositives + ofNegatives)) / (m * n));
}

const counts = (bins: number): fc.Arbitrary<number[]> =>
  fc
    .array(fc.nat({ max: 40 }), { minLength: bins, maxLength: bins })
    .filter((all) => all.some((count) => count > 0));
const ranked = fc
  .integer({ min: 1, max: 30 })
  .chain((bins) => fc.record({ positive: counts(bins), negative: counts(bins) }));

test("swapping the classes or turning the scores gives one minus the area, both give it back", () => {
  fc.assert(
    fc.property(ranked, ({ positive, negative }) => {
      const area = (p: number[], n: number[]): number =>
        rocAuc({ positive: p, negative: n, confidence: 0.95 })?.value ?? Number.NaN;
      const there = area(positive, negative);
      expect(area(negative, positive)).toBeCloseTo(1 - there, 12);
      expect(area(positive.toReversed(), negative.toReversed())).toBeCloseTo(1 - there, 12);
      expect(area(negative.toReversed(), positive.toReversed())).toBeCloseTo(there, 12);
      // Bins that nobody uses have no rank.
      expect(
        area(
          positive.flatMap((n) => [n, 0]),
          negative.flatMap((n) => [n, 0]),
        ),
      ).toBeCloseTo(there, 12);
    }),
  );
});

test("bounds hold the value, stay in [0, 1], and are never of zero width", () => {
  fc.assert(
    fc.property(ranked, (of) => {
      for (const found of [
        rocAuc({ ...of, confidence: 0.95 }),
        averagePrecision({ ...of, confidence: 0.95 }),
      ]) {
        if (found === null) throw new Error("both classes are there");
        expect(found.lower).toBeGreaterThanOrEqual(0);
        expect(found.upper).toBeLessThanOrEqual(1);
        expect(found.lower).toBeLessThanOrEqual(found.value + 1e-12);
        expect(found.upper).toBeGreaterThanOrEqual(found.value - 1e-12);
        expect(found.upper - found.lower).toBeGreaterThan(0);
      }
    }),
  );
});

test("twenty perfectly separated pairs are not proof of a perfect model", () => {
  const found = rocAuc({ positive: [0, 20], negative: [20, 0], confidence: 0.95 });
  expect(found?.value).toBe(1);
  expect(found?.upper).toBe(1);
  expect(found?.lower).toBeGreaterThan(0.8);
  expect(found?.lower).toBeLessThan(0.97);
});

test("a class that is missing has no area", () => {
  expect(rocAuc({ positive: [0, 0], negative: [1, 2], confidence: 0.95 })).toBeNull();
  expect(averagePrecision({ positive: [0, 0], negative: [1, 2], confidence: 0.95 })).toBeNull();
});

// Scores of positives are the larger of two uniform numbers.
test("each bound fails about one time in twenty, over 4,000 seeded samples", () => {
  const random = seeded(20261124);
  const sample = (size: number, draw: () => number): number[] => {
    const bins = new Array<number>(200).fill(0);
    for (let i = 0; i < size; i++) {
      const bin = Math.floor(draw() * 200);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    return bins;
  };
  const runs = 4000;
  let [below, above] = [0, 0];
  // With ties in 200 bins: 2/3 − 1/(6·200²).
  const truth = 2 / 3 - 1 / (6 * 200 ** 2);
  for (let run = 0; run < runs; run++) {
    const found = rocAuc({
      positive: sample(120, () => Math.max(random(), random())),
      negative: sample(200, random),
      confidence: 0.95,
    });
    if (found !== null && found.lower > truth) below++;
    if (found !== null && found.upper < truth) above++;
  }
  // DeLong's variance is asymptotic: between 3.5 % and 6.5 % at these sizes.
  for (const failures of [below, above]) {
    expect(failures / runs).toBeGreaterThan(0.035);
    expect(failures / runs).toBeLessThan(0.065);
  }
});

// What would break in production: a rare class, whose few cases happen to score alike, "proves" an area.
test.each([
  [3, 1000, 1],
  [5, 300, 3],
  [1000, 10, 1],
  [20, 1000, 9],
])(
  "of %i positives and %i negatives each bound fails at most about one time in twenty",
  (m, n, of) => {
    const random = seeded(20261125);
    const runs = 800;
    let [below, above] = [0, 0];
    // A positive is the largest of `of + 1` uniform numbers; ties take 1/(2·200) or less.
    const truth = (of + 1) / (of + 2);
    for (let run = 0; run < runs; run++) {
      const binned = (size: number, draw: () => number): number[] => {
        const bins = new Array<number>(200).fill(0);
        for (let i = 0; i < size; i++) {
          const bin = Math.floor(draw() * 200);
          bins[bin] = (bins[bin] ?? 0) + 1;
        }
        return bins;
      };
      const found = rocAuc({
        positive: binned(m, () => random() ** (1 / (of + 1))),
        negative: binned(n, random),
        confidence: 0.95,
      });
      if (found !== null && found.lower > truth) below++;
      if (found !== null && found.upper < truth - 1 / 400) above++;
    }
    expect(below / runs).toBeLessThan(0.075);
    expect(above / runs).toBeLessThan(0.075);
  },
);
