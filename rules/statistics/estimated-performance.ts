import { type Calibration, oriented } from "./calibration.ts";
import { totalOf } from "./count-pair.ts";
import type { Interval } from "./interval.ts";
import { normalQuantile } from "./normal.ts";
import { rocAuc } from "./roc-auc.ts";

/** The predictions of one label in one window, by score bin, and what its bins have been worth. */
export interface ScoredLabel {
  readonly counts: readonly number[];
  readonly calibration: Calibration;
}

/** A performance that nobody has measured yet, with one-sided bounds. */
export interface Estimate extends Interval {
  readonly value: number;
}

/** What is to be estimated about one class: every calibration is of "the truth is that class". */
export interface ScoredClass {
  /** Predictions of the class. */
  readonly positive: ScoredLabel;
  /** Predictions of any other, by label. */
  readonly others: readonly ScoredLabel[];
  readonly confidence: number;
}

/**
 * Estimated share of hits, without a single label (confidence-based performance estimation): Σ
 * counts · probability / Σ counts.
 *
 * With every predicted label's calibration of "was right" it is the accuracy; with the positive
 * label's alone, the precision. The bounds, each one-sided at the confidence, are for the share
 * that the labels will show when they arrive, by the normal approximation: they hold the chance of
 * each label and the uncertainty of the calibration, and NOT a changed relation of score to truth.
 * That is what the gap to the realised value shows. null without a prediction.
 *
 * Source: NannyML, "Confidence-based performance estimation"; here on bins instead of rows.
 */
export function estimatedShare(of: {
  readonly parts: readonly ScoredLabel[];
  readonly confidence: number;
}): Estimate | null {
  const hits = of.parts.map(expectedHits);
  const trials = hits.reduce((sum, each) => sum + each.trials, 0);
  if (trials === 0) return null;
  const mean = hits.reduce((sum, each) => sum + each.mean, 0);
  const variance = hits.reduce((sum, each) => sum + each.variance, 0);
  return estimate(mean / trials, variance / trials ** 2, of.confidence);
}

/**
 * Estimated recall: expected true positives over expected positives, found and missed. Bounds by
 * the delta method, as those of `estimatedShare`. null where no positive is expected.
 */
export function estimatedRecall(of: ScoredClass): Estimate | null {
  const { found, missed } = expectedPositives(of);
  const all = found.mean + missed.mean;
  if (all === 0) return null;
  const variance =
    (missed.mean ** 2 * found.variance + found.mean ** 2 * missed.variance) / all ** 4;
  return estimate(found.mean / all, variance, of.confidence);
}

/**
 * Estimated F1: 2·TP / (predicted positives + positives). Bounds by the delta method, as those of
 * `estimatedShare`. null where nothing is predicted or expected positive.
 */
export function estimatedF1(of: ScoredClass): Estimate | null {
  const { found, missed } = expectedPositives(of);
  const sum = found.trials + found.mean + missed.mean;
  if (sum === 0) return null;
  const byFound = (2 * (sum - found.mean)) / sum ** 2;
  const byMissed = (2 * found.mean) / sum ** 2;
  const variance = byFound ** 2 * found.variance + byMissed ** 2 * missed.variance;
  return estimate((2 * found.mean) / sum, variance, of.confidence);
}

/**
 * Estimated area under the ROC curve: the one of the expected positives and negatives of each bin,
 * ties within a bin counting half. Bounds by the delta method, as those of `estimatedShare`. An
 * isotonic fit ranks its own past slightly too well, which they do not hold: measured at a stated 5
 * %, the labels show less than the lower bound 7 % of the time where the baseline has 4,000 labels,
 * 14 % where it has 500; more than the upper one at most 6 %. null where either class is not
 * expected at all.
 */
export function estimatedRocAuc(of: ScoredClass): Estimate | null {
  const bins = of.positive.counts.length;
  const positive = new Array<number>(bins).fill(0);
  const negative = new Array<number>(bins).fill(0);
  for (const { counts, calibration } of [of.positive, ...of.others]) {
    const probability = oriented(calibration.probability, calibration.direction);
    oriented(counts, calibration.direction).forEach((count, bin) => {
      const share = probability[bin] ?? 0;
      positive[bin] = (positive[bin] ?? 0) + count * share;
      negative[bin] = (negative[bin] ?? 0) + count * (1 - share);
    });
  }
  const area = rocAuc({ positive, negative, confidence: of.confidence });
  if (area === null) return null;
  const slopes = slopesOfArea(positive, negative, area.value);
  const variance = [of.positive, ...of.others].reduce((sum, label) => {
    const turned = oriented(slopes, label.calibration.direction);
    return sum + varianceOfHits(label, (bin) => turned[bin] ?? 0);
  }, 0);
  return estimate(area.value, variance, of.confidence);
}

/** By bin, how much the area rises where one of its cases is positive instead of negative. */
function slopesOfArea(
  positive: readonly number[],
  negative: readonly number[],
  area: number,
): readonly number[] {
  const [m, n] = [totalOf(positive), totalOf(negative)];
  let [below, above] = [0, m];
  return positive.map((hits, bin) => {
    const misses = negative[bin] ?? 0;
    above -= hits;
    const won = below + misses / 2 - (above + hits / 2);
    below += misses;
    return won / (m * n) - area * (1 / m - 1 / n);
  });
}

/** Hits to expect of a label's predictions, and the variance of the number that will be found. */
interface Expected {
  readonly trials: number;
  readonly mean: number;
  readonly variance: number;
}

function expectedPositives(of: ScoredClass): {
  readonly found: Expected;
  readonly missed: Expected;
} {
  const missed = of.others.map(expectedHits);
  const total = (part: (of: Expected) => number): number =>
    missed.reduce((sum, each) => sum + part(each), 0);
  return {
    found: expectedHits(of.positive),
    missed: {
      trials: total((each) => each.trials),
      mean: total((each) => each.mean),
      variance: total((each) => each.variance),
    },
  };
}

function expectedHits(label: ScoredLabel): Expected {
  let [trials, mean] = [0, 0];
  label.counts.forEach((count, bin) => {
    trials += count;
    mean += count * (label.calibration.probability[bin] ?? 0);
  });
  return { trials, mean, variance: varianceOfHits(label, () => 1) };
}

/** The variance of Σ weight · hits that will be found: by chance, and by what is not known of it. */
function varianceOfHits(
  { counts, calibration }: ScoredLabel,
  weightOf: (bin: number) => number,
): number {
  let variance = 0;
  // The bins of one block share one probability: what is wrong about it is wrong for all of them.
  let block = { sum: 0, probability: -1, support: 1, spread: 0 };
  const close = (): void => {
    variance += (block.spread / block.support) * block.sum ** 2;
  };
  counts.forEach((count, bin) => {
    const probability = calibration.probability[bin] ?? 0;
    const support = calibration.support[bin] ?? 1;
    // A block without a miss is not certain: half a hit and half a miss more.
    const shrunk = (probability * support + 0.5) / (support + 1);
    const spread = shrunk * (1 - shrunk);
    if (probability !== block.probability || support !== block.support) {
      close();
      block = { sum: 0, probability, support, spread };
    }
    const weight = weightOf(bin);
    block.sum += count * weight;
    variance += count * spread * weight ** 2;
  });
  close();
  return variance;
}

function estimate(value: number, variance: number, confidence: number): Estimate {
  const half = normalQuantile(confidence) * Math.sqrt(variance);
  return { value, lower: Math.max(0, value - half), upper: Math.min(1, value + half) };
}
