import { totalOf } from "./count-pair.ts";
import type { Interval } from "./interval.ts";
import { normalQuantile } from "./normal.ts";

/** How far scores are from the shares that they promise. */
export interface CalibrationError extends Interval {
  /** In [0, 1]: biased upward, since chance alone separates a bin's share from its score. */
  readonly value: number;
  /** What chance alone would show on perfectly calibrated scores. */
  readonly noise: number;
  /** By wide bin, of those that hold anything: mean score, share of hits, predictions. */
  readonly bins: readonly CalibrationBin[];
}

export interface CalibrationBin {
  /** To half the width of a score bin (0.0025 of 200), since only its middle is known. */
  readonly score: number;
  readonly share: number;
  readonly n: number;
}

/**
 * Expected calibration error: Σ n_k/N · |share of hits − mean score| over wide bins of equal width.
 *
 * `n` and `hits` are by score bin, bin i of B holding the scores in [i/B, (i+1)/B); a hit is what
 * the score is the probability of. `groups` wide bins (10 where absent), B a multiple of them;
 * throws otherwise. The bounds are each one-sided at the confidence, for the error of the same wide
 * bins in the population, and conservative: they allow the whole of chance, mean and spread, in one
 * direction. A control should look at `lower`, since `value` alone punishes small samples. null
 * without a prediction. O(bins).
 *
 * Sources: Naeini et al. (2015), AAAI; Kumar et al. (2019), NeurIPS, on the bias.
 */
export function expectedCalibrationError(of: {
  readonly n: readonly number[];
  readonly hits: readonly number[];
  readonly confidence: number;
  readonly groups?: number;
}): CalibrationError | null {
  const { n, hits, confidence } = of;
  const groups = of.groups ?? 10;
  if (n.length % groups !== 0 || n.length !== hits.length) {
    throw new Error(
      `calibration error needs equally many bins in n and hits, a multiple of ${groups}, got ${n.length} and ${hits.length}`,
    );
  }
  const total = totalOf(n);
  if (total === 0) return null;
  const bins = wide(n, hits, groups);
  let [value, noise, variance] = [0, 0, 0];
  for (const bin of bins) {
    const weight = bin.n / total;
    // Of the share, by the rule of succession: a bin without a miss is not certain.
    const shrunk = (bin.share * bin.n + 1) / (bin.n + 2);
    const spread = (shrunk * (1 - shrunk)) / bin.n;
    value += weight * Math.abs(bin.share - bin.score);
    // The mean and the variance of |Z|, Z normal: √(2/π) and 1 − 2/π.
    noise += weight * Math.sqrt((2 / Math.PI) * spread);
    variance += weight ** 2 * spread * (1 - 2 / Math.PI);
  }
  const reach = noise + normalQuantile(confidence) * Math.sqrt(variance);
  return {
    value,
    noise,
    lower: Math.max(0, value - reach),
    upper: Math.min(1, value + reach),
    bins,
  };
}

function wide(
  n: readonly number[],
  hits: readonly number[],
  groups: number,
): readonly CalibrationBin[] {
  const width = n.length / groups;
  return Array.from({ length: groups }, (_, group) => {
    const counts = n.slice(group * width, (group + 1) * width);
    const size = totalOf(counts);
    const scores = counts.map((count, i) => (count * (group * width + i + 0.5)) / n.length);
    const found = totalOf(hits.slice(group * width, (group + 1) * width));
    return { score: totalOf(scores) / size, share: found / size, n: size };
  }).filter((bin) => bin.n > 0);
}
