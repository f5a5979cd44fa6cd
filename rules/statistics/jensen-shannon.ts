import { type CountPair, sizesOf, totalOf } from "./count-pair.ts";

/** How far two histograms stand apart, by their information. */
export interface JensenShannon {
  /** √divergence: a metric, in [0, 1]. */
  readonly distance: number;
  /** In bits, in [0, 1]: the sum of the contributions. */
  readonly divergence: number;
  /** One a bin, each ≥ 0. */
  readonly contributions: readonly number[];
}

/**
 * Jensen–Shannon distance of two histograms: base 2, with the square root.
 *
 * Plain shares p and q, no smoothing: an empty bin is well defined here. Symmetric; 0 on equal
 * shares, 1 where no bin holds both. Other tools report the natural logarithm or leave out the root:
 * their numbers differ by a factor or a square. Chance alone shows about √((B − 1)/(8 ln 2 · h)),
 * h = nm/(n+m). Throws where the bins differ or a side is empty. O(bins).
 *
 * Source: Lin (1991), IEEE Transactions on Information Theory 37(1), 145–151; Endres & Schindelin (2003).
 */
export function jensenShannon(of: CountPair): JensenShannon {
  const { n, m } = sizesOf(of);
  const contributions = of.baseline.map((count, i) => share(count / n, (of.current[i] ?? 0) / m));
  const divergence = Math.min(1, totalOf(contributions));
  return { distance: Math.sqrt(divergence), divergence, contributions };
}

/** ½ p log₂(p/r) + ½ q log₂(q/r) with r = (p + q)/2. */
function share(p: number, q: number): number {
  const r = (p + q) / 2;
  if (r === 0) return 0;
  const t = (p - q) / (p + q);
  return (r / 2) * (Math.abs(t) < 0.1 ? nearEqual(t * t) : apart(t)) * Math.LOG2E;
}

/** (1+t) ln(1+t) + (1−t) ln(1−t) */
function apart(t: number): number {
  const side = (x: number): number => (x === 0 ? 0 : x * Math.log(x));
  return side(1 + t) + side(1 - t);
}

/** The same as Σ t^2k / (k (2k − 1)): near equal shares the logarithms would cancel to noise. */
function nearEqual(square: number): number {
  let power = square;
  let sum = 0;
  for (let k = 1; k <= 8; k++) {
    sum += power / (k * (2 * k - 1));
    power *= square;
  }
  return sum;
}
