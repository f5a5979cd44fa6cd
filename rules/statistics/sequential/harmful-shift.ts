import { type BettingMean, emptyBettingMean, stepBettingMean } from "./betting-mean.ts";

/** What a model's loss was where it was approved, and how much worse it may get. Losses in [0, 1]. */
export interface SourceLoss {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
  /** Allowed on top of the source's upper bound, ≥ 0. */
  readonly tolerance: number;
  /** The share of the error that the source's bound may spend, in (0, 1). */
  readonly alpha: number;
}

/** Before the first loss of the target. */
export const emptyHarmfulShift: BettingMean = emptyBettingMean;

/**
 * A loss more of the running system: does it lose more than it did at the source, plus the tolerance?
 *
 * A drift of inputs alone is not harm; this looks at losses. The lower confidence sequence of the loss
 * exceeds the limit exactly where the capital against the limit reaches 1/α of the target. A false alarm,
 * ever, has at most the chance α of the source plus α of the target: compare logE with ln(1/α). Where the
 * limit reaches 1 nothing can exceed it, and the evidence stays 0.
 *
 * Source: Podkopaev & Ramdas (2022), ICLR; arXiv 2110.06177.
 */
export function stepHarmfulShift(
  state: BettingMean,
  loss: number,
  source: SourceLoss,
): BettingMean {
  const limit = harmfulAbove(source);
  return limit < 1 ? stepBettingMean(state, loss, limit) : state;
}

/**
 * The mean loss above which a shift is harmful: an upper bound of the source's mean at 1 − α, plus the
 * tolerance. Empirical Bernstein for a fixed sample of 2 or more losses; throws below.
 *
 * Source: Maurer & Pontil (2009), Empirical Bernstein Bounds, theorem 4; arXiv 0907.3740.
 */
export function harmfulAbove({ count, sum, squares, tolerance, alpha }: SourceLoss): number {
  if (!(count >= 2)) throw new Error(`a source needs two losses, got ${count}`);
  const mean = sum / count;
  const variance = Math.max(0, (squares - count * mean * mean) / (count - 1));
  const spent = Math.log(2 / alpha);
  const bound = mean + Math.sqrt((2 * variance * spent) / count) + (7 * spent) / (3 * (count - 1));
  return bound + tolerance;
}
