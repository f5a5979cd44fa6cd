import type { Interval } from "./interval.ts";
import { normalQuantile } from "./normal.ts";

interface Proportion {
  readonly successes: number;
  readonly trials: number;
}

/**
 * Bounds of the ratio of two independent proportions, each one-sided at the confidence, by the
 * delta method on the logarithm.
 *
 * trials ≥ 1 on both sides and at least one success below the line; throws otherwise. Where a side
 * has no success, or neither has a failure, ½ is added to each of the four counts (Haldane), since
 * the plain form is then undefined or of zero width. Measured at a stated 5 %: the upper bound is
 * too low 4.5–5.0 % of the time, the lower too high up to 5.6 % at 500 and 1,000 trials, 5.0 % at
 * tens of thousands.
 *
 * Sources: Katz et al. (1978), Biometrics 34(3); Haldane (1956), Annals of Human Genetics 20(4).
 */
export function ratioBounds(of: {
  readonly over: Proportion;
  readonly under: Proportion;
  readonly confidence: number;
}): Interval {
  const { over, under, confidence } = of;
  if (!(over.trials >= 1 && under.trials >= 1 && under.successes > 0)) {
    throw new Error(
      `a ratio needs trials on both sides and a success below the line, got ${over.successes} of ${over.trials} over ${under.successes} of ${under.trials}`,
    );
  }
  const saturated = over.successes === over.trials && under.successes === under.trials;
  const add = over.successes === 0 || saturated ? 0.5 : 0;
  const [a, n] = [over.successes + add, over.trials + 2 * add];
  const [b, m] = [under.successes + add, under.trials + 2 * add];
  const centre = Math.log(a / n / (b / m));
  const half = normalQuantile(confidence) * Math.sqrt(1 / a - 1 / n + 1 / b - 1 / m);
  return {
    lower: over.successes === 0 ? 0 : Math.exp(centre - half),
    upper: Math.exp(centre + half),
  };
}
