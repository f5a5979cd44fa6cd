/** The sum of n vectors of random Fourier features. */
export interface FeatureSum {
  readonly n: number;
  readonly sum: ArrayLike<number>;
}

/**
 * Squared maximum mean discrepancy of two samples, from the sums of their random Fourier features.
 *
 * ‖z̄ − z̄₀‖² − (1 − ‖z̄‖²)/(m−1) − (1 − ‖z̄₀‖²)/(n−1): the last two are what chance adds on average,
 * with k(x, x) = 1, so that the mean is 0 without a shift and single values may lie below. In about
 * [−2/m, 4]. Symmetric. Null where a side has fewer than two vectors. O(features).
 *
 * Source: Gretton et al. (2012), A Kernel Two-Sample Test, JMLR 13, 723–773, on Rahimi & Recht (2007).
 */
export function meanDiscrepancy(a: FeatureSum, b: FeatureSum): number | null {
  if (a.n < 2 || b.n < 2) return null;
  let between = 0;
  let withinA = 0;
  let withinB = 0;
  for (let i = 0; i < a.sum.length; i++) {
    const meanA = (a.sum[i] ?? 0) / a.n;
    const meanB = (b.sum[i] ?? 0) / b.n;
    between += (meanA - meanB) ** 2;
    withinA += meanA * meanA;
    withinB += meanB * meanB;
  }
  return between - (1 - withinA) / (a.n - 1) - (1 - withinB) / (b.n - 1);
}

/** 1 − cos of the angle between two vectors, in [0, 2]; null where one has no direction. */
export function cosineDistance(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  let product = 0;
  let sizeA = 0;
  let sizeB = 0;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    product += x * y;
    sizeA += x * x;
    sizeB += y * y;
  }
  if (sizeA === 0 || sizeB === 0) return null;
  return Math.min(2, Math.max(0, 1 - product / (Math.sqrt(sizeA) * Math.sqrt(sizeB))));
}
