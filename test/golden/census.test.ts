import { beforeAll, describe, expect, test } from "vitest";
import { type Calibration, calibrate } from "../../rules/statistics/calibration.ts";
import {
  estimatedF1,
  estimatedRecall,
  estimatedRocAuc,
  estimatedShare,
  type ScoredLabel,
} from "../../rules/statistics/estimated-performance.ts";
import { isotonicFit } from "../../rules/statistics/isotonic.ts";
import { rocAuc } from "../../rules/statistics/roc-auc.ts";
import { type CensusRow, censusOutcomes, censusRows, dataSet } from "../data.ts";

// Confidence-based performance estimation on four years of US Census employment predictions:
// calibrated on 2015, its estimates of 2016 to 2018 against what the labels later showed, and the
// form on 200 bins against the published one on rows.

const data = dataSet("acs-employment-ma");
const BINS = 200;

describe.skipIf(data.absent)(`performance without labels${data.note}`, () => {
  let years: readonly Year[] = [];

  beforeAll(async () => {
    const reference = await labelled("reference");
    const onRows = rowCalibration(reference);
    const calibrations = [0, 1].map((label) => calibrationOf(reference, label));
    const analysis = await labelled("analysis");
    years = [2016, 2017, 2018].map((year) => {
      const rows = analysis.filter((row) => row.year === year);
      return {
        year,
        rows,
        byRow: rowEstimates(rows, onRows),
        byBin: binEstimates(rows, calibrations),
      };
    });
  });

  test("estimated accuracy is within 0.01 of the realised one, every year", () => {
    for (const { rows, byBin } of years) {
      const right = rows.filter((row) => row.prediction === row.truth).length;
      expect(Math.abs(byBin.accuracy - right / rows.length)).toBeLessThan(0.01);
    }
  });

  test("200 bins give what the rows give: all five measures within 0.001", () => {
    for (const { byRow, byBin } of years) {
      for (const measure of ["accuracy", "precision", "recall", "f1", "rocAuc"] as const) {
        expect(Math.abs(byBin[measure] - byRow[measure]), measure).toBeLessThan(0.001);
      }
    }
  });

  test("precision, recall, F1 and ROC-AUC are within 0.02 of the realised ones", () => {
    for (const { rows, byBin } of years) {
      const realised = realisedOf(rows);
      for (const measure of ["precision", "recall", "f1", "rocAuc"] as const) {
        expect(Math.abs(byBin[measure] - realised[measure]), measure).toBeLessThan(0.02);
      }
    }
  });

  test("ROC-AUC on 200 bins is within 0.001 of the one on the rows", () => {
    for (const { rows } of years) {
      const onBins = rocAuc({
        positive: histogram(rows.filter((row) => row.truth === 1)),
        negative: histogram(rows.filter((row) => row.truth === 0)),
        confidence: 0.95,
      });
      expect(Math.abs((onBins?.value ?? 0) - realisedOf(rows).rocAuc)).toBeLessThan(0.001);
    }
  });
});

interface Row extends CensusRow {
  readonly truth: number;
}

interface Estimates {
  readonly accuracy: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly rocAuc: number;
}

interface Year {
  readonly year: number;
  readonly rows: readonly Row[];
  readonly byRow: Estimates;
  readonly byBin: Estimates;
}

async function labelled(part: "reference" | "analysis"): Promise<readonly Row[]> {
  const outcomes = await censusOutcomes(part);
  return (await censusRows(part)).map((row) => ({ ...row, truth: outcomes.get(row.id) ?? -1 }));
}

function histogram(rows: readonly Row[]): readonly number[] {
  const counts = new Array<number>(BINS).fill(0);
  for (const { probability } of rows) {
    const bin = Math.min(BINS - 1, Math.floor(probability * BINS));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/**
 * Of "employed" among the predictions of the label: its direction shows that the score is
 * P(employed).
 */
function calibrationOf(rows: readonly Row[], label: number): Calibration {
  const of = rows.filter((row) => row.prediction === label);
  const found = calibrate({
    n: histogram(of),
    hits: histogram(of.filter((row) => row.truth === 1)),
  });
  expect(found?.direction).toBe("increasing");
  if (found === null) throw new Error(`no reference row predicts ${label}`);
  return found;
}

function binEstimates(rows: readonly Row[], calibrations: readonly Calibration[]): Estimates {
  const [negative, positive] = calibrations.map((calibration, label) => ({
    counts: histogram(rows.filter((row) => row.prediction === label)),
    calibration,
  }));
  if (negative === undefined || positive === undefined) throw new Error("two labels are needed");
  const right: ScoredLabel = {
    ...negative,
    calibration: {
      ...negative.calibration,
      probability: negative.calibration.probability.map((p) => 1 - p),
    },
  };
  const of = { positive, others: [negative], confidence: 0.95 };
  return {
    accuracy: estimatedShare({ parts: [right, positive], confidence: 0.95 })?.value ?? -1,
    precision: estimatedShare({ parts: [positive], confidence: 0.95 })?.value ?? -1,
    recall: estimatedRecall(of)?.value ?? -1,
    f1: estimatedF1(of)?.value ?? -1,
    rocAuc: estimatedRocAuc(of)?.value ?? -1,
  };
}

/**
 * Isotonic P(employed) by raw score over the whole reference, interpolated, as scikit-learn's
 * regressor predicts.
 */
function rowCalibration(rows: readonly Row[]): (score: number) => number {
  const byScore = new Map<number, { n: number; hits: number }>();
  for (const { probability, truth } of rows) {
    const at = byScore.get(probability) ?? { n: 0, hits: 0 };
    byScore.set(probability, { n: at.n + 1, hits: at.hits + truth });
  }
  const points = [...byScore].sort(([a], [b]) => a - b);
  const scores = points.map(([score]) => score);
  const { values } = isotonicFit({
    values: points.map(([, at]) => at.hits / at.n),
    weights: points.map(([, at]) => at.n),
    direction: "increasing",
  });
  return (score) => {
    let [low, high] = [0, scores.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((scores[middle] ?? 0) < score) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return values[0] ?? 0;
    if (low === scores.length) return values.at(-1) ?? 0;
    const [from, to] = [scores[low - 1] ?? 0, scores[low] ?? 0];
    const [below, above] = [values[low - 1] ?? 0, values[low] ?? 0];
    return below + ((above - below) * (score - from)) / (to - from);
  };
}

function rowEstimates(rows: readonly Row[], calibrated: (score: number) => number): Estimates {
  let [tp, fp, fn, right] = [0, 0, 0, 0];
  for (const { prediction, probability } of rows) {
    const p = calibrated(probability);
    right += prediction === 1 ? p : 1 - p;
    if (prediction === 1) [tp, fp] = [tp + p, fp + 1 - p];
    else fn += p;
  }
  return {
    accuracy: right / rows.length,
    precision: tp / (tp + fp),
    recall: tp / (tp + fn),
    f1: (2 * tp) / (2 * tp + fp + fn),
    rocAuc: areaOf(rows, (row) => calibrated(row.probability)),
  };
}

function realisedOf(rows: readonly Row[]): Omit<Estimates, "accuracy"> {
  const count = (prediction: number, truth: number): number =>
    rows.filter((row) => row.prediction === prediction && row.truth === truth).length;
  const [tp, fp, fn] = [count(1, 1), count(1, 0), count(0, 1)];
  return {
    precision: tp / (tp + fp),
    recall: tp / (tp + fn),
    f1: (2 * tp) / (2 * tp + fp + fn),
    rocAuc: areaOf(rows, (row) => row.truth),
  };
}

/** Of (possibly fractional) positives, ranked by raw score, ties half. */
function areaOf(rows: readonly Row[], positiveOf: (row: Row) => number): number {
  const ranked = [...rows].sort((a, b) => a.probability - b.probability);
  let [below, positives, area] = [0, 0, 0];
  for (let i = 0; i < ranked.length; ) {
    let [hits, misses] = [0, 0];
    const score = ranked[i]?.probability;
    for (; i < ranked.length && ranked[i]?.probability === score; i++) {
      const row = ranked[i];
      if (row === undefined) break;
      hits += positiveOf(row);
      misses += 1 - positiveOf(row);
    }
    area += hits * (below + misses / 2);
    below += misses;
    positives += hits;
  }
  return area / (positives * below);
}
