import fc from "fast-check";
import { expect, test } from "vitest";
import { type Calibration, calibrate } from "../../../rules/statistics/calibration.ts";
import {
  estimatedF1,
  estimatedRecall,
  estimatedRocAuc,
  estimatedShare,
  type ScoredLabel,
} from "../../../rules/statistics/estimated-performance.ts";
import { rocAuc } from "../../../rules/statistics/roc-auc.ts";
import { calibrationOracle } from "./oracle/calibration.ts";
import { seeded } from "./seeded.ts";

test("all five estimates equal those made row by row with NumPy, to 1e-12", () => {
  for (const { labels, ...expected } of calibrationOracle.estimates) {
    const [negative, positive] = labels.map(({ n, hits, counts }) => ({
      counts,
      calibration: calibrated(n, hits),
    }));
    if (negative === undefined || positive === undefined) throw new Error("two labels are needed");
    const of = { positive, others: [negative], confidence: 0.95 };
    const parts = [positive, complement(negative)];
    expect(estimatedShare({ parts, confidence: 0.95 })?.value).toBeCloseTo(expected.accuracy, 12);
    expect(estimatedShare({ ...of, parts: [positive] })?.value).toBeCloseTo(expected.precision, 12);
    expect(estimatedRecall(of)?.value).toBeCloseTo(expected.recall, 12);
    expect(estimatedF1(of)?.value).toBeCloseTo(expected.f1, 12);
    // Both directions are found to be increasing, so no histogram is turned.
    if (
      positive.calibration.direction === "increasing" &&
      negative.calibration.direction === "increasing"
    ) {
      expect(estimatedRocAuc(of)?.value).toBeCloseTo(expected.rocAuc, 12);
    }
  }
});

const part = fc
  .array(
    fc.tuple(fc.nat({ max: 50 }), fc.nat({ max: 50 }), fc.double({ min: 0, max: 1, noNaN: true })),
    {
      minLength: 12,
      maxLength: 12,
    },
  )
  .filter((bins) => bins.some(([n]) => n > 0))
  .map((bins) => ({
    counts: bins.map(([, count]) => count),
    calibration: calibrated(
      bins.map(([n]) => n),
      bins.map(([n, , p]) => Math.floor(n * p)),
    ),
  }));

test("two windows estimate what both together do: hits add up", () => {
  fc.assert(
    fc.property(
      part,
      fc.array(fc.nat({ max: 50 }), { minLength: 12, maxLength: 12 }),
      (one, more) => {
        const share = (counts: readonly number[]): number =>
          estimatedShare({ parts: [{ ...one, counts }], confidence: 0.95 })?.value ?? 0;
        const size = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);
        const both = one.counts.map((count, bin) => count + (more[bin] ?? 0));
        const apart = share(one.counts) * size(one.counts) + share(more) * size(more);
        expect(share(both) * size(both)).toBeCloseTo(apart, 8);
      },
    ),
  );
});

test("bounds hold their value in [0, 1], and a calibration on more labels narrows them", () => {
  fc.assert(
    fc.property(part, part, (positive, negative) => {
      const of = { positive, others: [negative], confidence: 0.95 };
      const found = [
        estimatedShare({ ...of, parts: [positive] }),
        estimatedRecall(of),
        estimatedF1(of),
        estimatedRocAuc(of),
      ];
      for (const each of found) {
        if (each === null) continue;
        expect(each.lower >= 0 && each.upper <= 1).toBe(true);
        expect(each.lower <= each.value + 1e-12 && each.value <= each.upper + 1e-12).toBe(true);
      }
      const sure = {
        ...positive.calibration,
        support: positive.calibration.support.map((n) => n * 100),
      };
      const narrower = estimatedShare({
        parts: [{ ...positive, calibration: sure }],
        confidence: 0.95,
      });
      const wide = found[0];
      if (wide && narrower && wide.lower > 0 && wide.upper < 1) {
        expect(narrower.upper - narrower.lower).toBeLessThan(wide.upper - wide.lower + 1e-12);
      }
    }),
  );
});

test("nothing predicted, or no positive expected, is no estimate", () => {
  const calibration: Calibration = {
    direction: "increasing",
    probability: [0, 0],
    support: [5, 5],
  };
  const none = { counts: [0, 0], calibration };
  const some = { counts: [1, 2], calibration };
  expect(estimatedShare({ parts: [none], confidence: 0.95 })).toBeNull();
  expect(estimatedRecall({ positive: some, others: [some], confidence: 0.95 })).toBeNull();
  expect(estimatedF1({ positive: none, others: [none], confidence: 0.95 })).toBeNull();
  expect(estimatedRocAuc({ positive: some, others: [some], confidence: 0.95 })).toBeNull();
});

// What would break in production: an estimate with bounds that the labels leave whenever they
// arrive.
test("when the labels arrive they lie beyond each bound about one time in twenty", () => {
  const random = seeded(20261124);
  const runs = 1500;
  const beyond = { share: [0, 0], recall: [0, 0], f1: [0, 0], rocAuc: [0, 0] };
  for (let run = 0; run < runs; run++) {
    const reference = draw(4000, random);
    const window = draw(800, random);
    const [negative, positive] = [0, 1].map((label) => ({
      counts: window.n[label] ?? [],
      calibration: calibrated(reference.n[label] ?? [], reference.hits[label] ?? []),
    }));
    if (negative === undefined || positive === undefined) throw new Error("two labels are needed");
    const of = { positive, others: [negative], confidence: 0.95 };
    const [tp, fn] = [total(window.hits[1] ?? []), total(window.hits[0] ?? [])];
    const predicted = total(positive.counts);
    const realised = {
      share: tp / predicted,
      recall: tp / (tp + fn),
      f1: (2 * tp) / (predicted + tp + fn),
      rocAuc: realisedArea(window),
    };
    const found = {
      share: estimatedShare({ ...of, parts: [positive] }),
      recall: estimatedRecall(of),
      f1: estimatedF1(of),
      rocAuc: estimatedRocAuc(of),
    };
    for (const measure of ["share", "recall", "f1", "rocAuc"] as const) {
      const estimate = found[measure];
      if (estimate === null) throw new Error("the window has both labels");
      if (realised[measure] < estimate.lower) beyond[measure][0] = (beyond[measure][0] ?? 0) + 1;
      if (realised[measure] > estimate.upper) beyond[measure][1] = (beyond[measure][1] ?? 0) + 1;
    }
  }
  for (const measure of ["share", "recall", "f1", "rocAuc"] as const) {
    for (const failures of beyond[measure]) {
      expect(failures / runs, measure).toBeGreaterThan(0.02);
      expect(failures / runs, measure).toBeLessThan(0.08);
    }
  }
});

/** The area that the labels show: both labels' bins stand in one order, as the score is P(positive). */
function realisedArea({ n, hits }: ReturnType<typeof draw>): number {
  const positive = hits[0]?.map((count, bin) => count + (hits[1]?.[bin] ?? 0)) ?? [];
  const all = n[0]?.map((count, bin) => count + (n[1]?.[bin] ?? 0)) ?? [];
  const negative = all.map((count, bin) => count - (positive[bin] ?? 0));
  return rocAuc({ positive, negative, confidence: 0.95 })?.value ?? Number.NaN;
}

/**
 * Binary predictions with P(positive) as their score: by label, all of them and the true positives,
 * by bin of 200.
 */
function draw(
  size: number,
  random: () => number,
): { readonly n: readonly number[][]; readonly hits: readonly number[][] } {
  const empty = (): number[][] => [0, 1].map(() => new Array<number>(200).fill(0));
  const [n, hits] = [empty(), empty()];
  for (let i = 0; i < size; i++) {
    const score = random();
    const bin = Math.floor(score * 200);
    const label = score >= 0.5 ? 1 : 0;
    // Overconfident scores: the truth is less sure than they are.
    const truth = random() < 0.2 + 0.6 * score;
    const all = n[label];
    const found = hits[label];
    if (all === undefined || found === undefined) continue;
    all[bin] = (all[bin] ?? 0) + 1;
    if (truth) found[bin] = (found[bin] ?? 0) + 1;
  }
  return { n, hits };
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function calibrated(n: readonly number[], hits: readonly number[]): Calibration {
  const found = calibrate({ n, hits });
  if (found === null) throw new Error("a filled bin calibrates");
  return found;
}

/**
 * Of "was right", where the calibration is of "the truth is positive" and the label is the negative
 * one.
 */
function complement({ counts, calibration }: ScoredLabel): ScoredLabel {
  const probability = calibration.probability.map((p) => 1 - p);
  return { counts, calibration: { ...calibration, probability } };
}
