import { totalOf } from "./count-pair.ts";
import type { Interval } from "./interval.ts";
import { normalQuantile } from "./normal.ts";

/** An area under a curve, with one-sided bounds. */
export interface CurveArea extends Interval {
  readonly value: number;
}

/** Positives and negatives by score bin, ascending; equally many bins on both sides. */
export interface RankedCounts {
  readonly positive: readonly number[];
  readonly negative: readonly number[];
}

/**
 * Area under the ROC curve of a score histogram: the chance that a random positive scores above a
 * random negative, ties (within a bin) counting half. The Mann–Whitney U in units of its pairs.
 *
 * Counts may be fractions (expected counts). On 200 bins it differs from the area on the raw scores
 * by at most half the pairs that share a bin. Bounds each one-sided at the confidence, the wider of
 * two: DeLong's variance on the logit scale, and the Hanley–McNeil form at the bound itself
 * (Newcombe's method 5). DeLong's alone sees next to no variance in a class of few or near an area of
 * 1: its lower bound was too high in up to 36 % of samples with two to ten positives. Measured at a
 * stated 5 %, both together fail in at most 5.5 %, and 8.3 % with a single positive. Confidence in
 * [0.5, 1). null where either class is missing. O(bins).
 *
 * Sources: DeLong et al. (1988), Biometrics 44(3); Hanley & McNeil (1982), Radiology 143(1);
 * Newcombe (2006), Statistics in Medicine 25(4), 559–573.
 */
export function rocAuc(of: RankedCounts & { readonly confidence: number }): CurveArea | null {
  const { positive, negative, confidence } = of;
  const [m, n] = [totalOf(positive), totalOf(negative)];
  if (!(m > 0 && n > 0)) return null;
  const { value, variance } = placements(of, m, n);
  const z = normalQuantile(confidence);
  const { lower, upper } = newcombeBounds(value, m, n, z);
  if (!(variance > 0 && value > 0 && value < 1)) return { value, lower, upper };
  const logit = Math.log(value / (1 - value));
  const half = (z * Math.sqrt(variance)) / (value * (1 - value));
  return {
    value,
    lower: Math.min(lower, logistic(logit - half)),
    upper: Math.max(upper, logistic(logit + half)),
  };
}

/**
 * Both classes' placement values: the area is their mean, DeLong's variance that of their spread.
 */
function placements(
  { positive, negative }: RankedCounts,
  m: number,
  n: number,
): { readonly value: number; readonly variance: number } {
  let [below, above] = [0, m];
  let [value, ofPositives, ofNegatives] = [0, 0, 0];
  positive.forEach((hits, bin) => {
    const misses = negative[bin] ?? 0;
    above -= hits;
    const won = (below + misses / 2) / n;
    const lost = (above + hits / 2) / m;
    below += misses;
    value += hits * won;
    ofPositives += hits * won ** 2;
    ofNegatives += misses * lost ** 2;
  });
  value = Math.min(1, value / m);
  const spread = (squares: number, size: number): number =>
    Math.max(0, squares / size - value ** 2) / Math.max(1, size - 1);
  return { value, variance: spread(ofPositives, m) + spread(ofNegatives, n) };
}

/** Where |value − θ| = z·√V(θ), V the Hanley–McNeil variance: by bisection on either side. */
function newcombeBounds(value: number, m: number, n: number, z: number): Interval {
  const reach = (area: number): number => {
    const more = (m + n) / 2 - 1;
    const shape = 1 + more * ((1 - area) / (2 - area) + area / (1 + area));
    return z * Math.sqrt((area * (1 - area) * Math.max(0, shape)) / (m * n));
  };
  const bound = (end: number): number => {
    let [inside, outside] = [value, end];
    for (let i = 0; i < 60; i++) {
      const middle = (inside + outside) / 2;
      if (Math.abs(value - middle) <= reach(middle)) inside = middle;
      else outside = middle;
    }
    return inside;
  };
  return { lower: bound(0), upper: bound(1) };
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
