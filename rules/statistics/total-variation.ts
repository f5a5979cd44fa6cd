import { type CountPair, sizesOf, totalOf } from "./count-pair.ts";
import type { Interval } from "./interval.ts";

/** The share of one histogram that would have to move to make it the other, with bounds. */
export interface TotalVariation extends Interval {
  /** ½Σ|p − q|, in [0, 1]. */
  readonly distance: number;
  /** ½|p − q| of each bin: they sum to the distance. */
  readonly contributions: readonly number[];
  /** L∞, max|p − q|: what Vertex AI and SageMaker compare with a threshold. */
  readonly largest: number;
  /** The bin of L∞, the first of equals. */
  readonly largestBin: number;
}

/**
 * Total variation distance ½Σ|p − q| and L∞ of two histograms, the former with one-sided bounds.
 *
 * Plain shares. Symmetric; 0 on equal shares, 1 where no bin holds both. The bounds hold for every
 * sample size: a set of bins deviates by more than t with probability ≤ e^(−2ht²), h = nm/(n+m)
 * (Hoeffding). The upper bound needs that for one set only, the lower for all 2^B − 2 of them, so
 * it is far the looser. They take the bins as given; confidence in (0.5, 1). Throws where the bins
 * differ or a side is empty. O(bins).
 *
 * Source: Hoeffding (1963), Theorem 2; the union over sets as in Bretagnolle & Huber (1979).
 */
export function totalVariation(of: CountPair & { readonly confidence: number }): TotalVariation {
  const { n, m } = sizesOf(of);
  const contributions: number[] = [];
  let largestBin = 0;
  for (let i = 0; i < of.baseline.length; i++) {
    const half = Math.abs((of.baseline[i] ?? 0) / n - (of.current[i] ?? 0) / m) / 2;
    if (half > (contributions[largestBin] ?? 0)) largestBin = i;
    contributions.push(half);
  }
  const distance = Math.min(1, totalOf(contributions));

  const risk = -Math.log(1 - of.confidence);
  const reach = (excess: number): number => Math.sqrt((excess * (n + m)) / (2 * n * m));
  const isSingle = contributions.length < 2;
  return {
    distance,
    contributions,
    largest: 2 * (contributions[largestBin] ?? 0),
    largestBin,
    lower: isSingle ? 0 : Math.max(0, distance - reach(logSets(contributions.length) + risk)),
    upper: isSingle ? 0 : Math.min(1, distance + reach(risk)),
  };
}

/** ln(2^bins − 2) */
function logSets(bins: number): number {
  return bins > 40 ? bins * Math.LN2 : Math.log(2 ** bins - 2);
}
