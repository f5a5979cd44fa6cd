import { chiSquaredStatistic } from "./chi-squared.ts";
import { type CountPair, sizesOf } from "./count-pair.ts";

/**
 * Bias-corrected Cramér's V between "which sample" and "which bin", in [0, 1].
 *
 * φ² = max(0, χ²/N − (B−1)/(N−1)), divided by the smaller of the corrected dimensions less one. 0 for
 * a single bin. It depends on the balance of the sample sizes: the same shift scores lower where one
 * side is much larger. Symmetric; the order of the bins and empty ones change nothing. Throws where
 * the bins differ or a side is empty. O(bins).
 *
 * Source: Bergsma (2013), Journal of the Korean Statistical Society 42(3), 323–328.
 */
export function cramersV(of: CountPair): number {
  const { n, m } = sizesOf(of);
  const size = n + m;
  const { statistic, bins } = chiSquaredStatistic({ ...of, expectedMin: 0 });
  if (bins === 1) return 0;
  const excess = Math.max(0, statistic / size - (bins - 1) / (size - 1));
  const corrected = (levels: number): number => levels - (levels - 1) ** 2 / (size - 1);
  const smaller = Math.min(corrected(2), corrected(bins)) - 1;
  return smaller > 0 ? Math.min(1, Math.sqrt(excess / smaller)) : 0;
}
