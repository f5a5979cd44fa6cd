import { type CountPair, sizesOf, totalOf } from "./count-pair.ts";

/** How far two histograms stand apart, by the roots of their shares. */
export interface Hellinger {
  /** In [0, 1]. */
  readonly distance: number;
  /** ½(√p − √q)² of each bin: they sum to the squared distance. */
  readonly contributions: readonly number[];
}

/**
 * Hellinger distance √(1 − Σ√(pq)) of two histograms.
 *
 * Plain shares, no smoothing. Symmetric; 0 on equal shares, 1 where no bin holds both, near √(PSI/8)
 * for small shifts. Computed as √(½Σ(√p − √q)²), the same number without its cancellation near 0.
 * Throws where the bins differ or a side is empty. O(bins).
 *
 * Source: Hellinger (1909); Pollard (2002), A User's Guide to Measure Theoretic Probability, 3.3.
 */
export function hellinger(of: CountPair): Hellinger {
  const { n, m } = sizesOf(of);
  const contributions = of.baseline.map((count, i) => {
    const difference = Math.sqrt(count / n) - Math.sqrt((of.current[i] ?? 0) / m);
    return (difference * difference) / 2;
  });
  return { distance: Math.sqrt(Math.min(1, totalOf(contributions))), contributions };
}
