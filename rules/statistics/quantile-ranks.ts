import { binomialDensity } from "./poisson.ts";

/** Ranks (from 1) of the order statistics that bound a quantile; null where the sample is too small. */
export interface QuantileRanks {
  /** The sample's own quantile: ⌈q·n⌉ (inverted CDF). */
  readonly rank: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * Which order statistics bound a quantile of the population, each side at the confidence, whatever
 * the distribution.
 *
 * n ≥ 1 whole, quantile in (0, 1), confidence in [0.5, 1). Exact: the values at or below the true
 * quantile are binomial. O(√n).
 *
 * Source: Hahn, Meeker & Escobar, Statistical Intervals, 5.2 (distribution-free bounds).
 */
export function quantileRanks(of: {
  readonly n: number;
  readonly quantile: number;
  readonly confidence: number;
}): QuantileRanks {
  const { n, quantile, confidence } = of;
  const above = lowerRank(n, 1 - quantile, confidence);
  return {
    rank: Math.min(n, Math.max(1, Math.ceil(quantile * n))),
    lower: lowerRank(n, quantile, confidence),
    // Counted from the other end, an upper bound is a lower one.
    upper: above === null ? null : n + 1 - above,
  };
}

/** The largest l with P(Bin(n, p) ≤ l − 1) ≤ 1 − confidence; null where even l = 1 has more. */
function lowerRank(n: number, p: number, confidence: number): number | null {
  const risk = 1 - confidence;
  const odds = p / (1 - p);
  // Start where the density has fallen to nothing: 40 deviations hold any risk we are asked for.
  const mode = Math.min(n, Math.floor((n + 1) * p));
  let k = mode;
  let density = binomialDensity(mode, n, p);
  while (k > 0 && density > 1e-20) {
    density *= k / ((n - k + 1) * odds);
    k -= 1;
  }
  let below = density;
  if (below > risk) return null;
  while (k < n) {
    density *= ((n - k) * odds) / (k + 1);
    if (below + density > risk) break;
    below += density;
    k += 1;
  }
  return Math.min(n, k + 1);
}
