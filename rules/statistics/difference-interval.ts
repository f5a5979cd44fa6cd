import type { Interval } from "./interval.ts";
import { wilsonBounds } from "./wilson.ts";

interface Proportion {
  readonly successes: number;
  readonly trials: number;
}

/**
 * Bounds of the difference of two independent proportions, `of` minus `from`, each one-sided at the
 * confidence: Wilson's bounds of either, squared and added (Newcombe's hybrid score method).
 *
 * 0 ≤ successes ≤ trials and trials ≥ 1 on both sides, confidence in [0.5, 1); throws otherwise.
 * Bounds lie in [−1, 1], and have width even where neither side has a success. O(1).
 *
 * Source: Newcombe (1998), Statistics in Medicine 17(8), 873–890, method 10.
 */
export function differenceBounds(of: {
  readonly of: Proportion;
  readonly from: Proportion;
  readonly confidence: number;
}): Interval {
  const { confidence } = of;
  const first = {
    share: of.of.successes / of.of.trials,
    ...wilsonBounds({ ...of.of, confidence }),
  };
  const second = {
    share: of.from.successes / of.from.trials,
    ...wilsonBounds({ ...of.from, confidence }),
  };
  const difference = first.share - second.share;
  return {
    lower: difference - Math.hypot(first.share - first.lower, second.upper - second.share),
    upper: difference + Math.hypot(first.upper - first.share, second.share - second.lower),
  };
}
