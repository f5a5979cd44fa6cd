import type { Interval } from "./interval.ts";
import { normalQuantile } from "./normal.ts";

/**
 * Wilson score bounds of a proportion, each one-sided at the confidence: the truth lies below
 * `lower` with probability 1 − confidence, and above `upper` as often.
 *
 * 0 ≤ successes ≤ trials, trials ≥ 1, confidence in [0.5, 1); throws otherwise. Bounds lie in [0,
 * 1] even when no trial or every trial succeeds, where the normal approximation leaves the range.
 * No continuity correction. O(1). Exact in the limit only; at a stated 5 % the lower bound is too
 * high up to 8.4 % of the time at five to ten expected successes, 11.8 % at one to five and 19.8 %
 * below one (upper: 6.7 % at the most), at a stated 0.1 % up to 0.6, 1.3 and 7.8 %; with few failures
 * the bounds change places. `clopperPearsonBounds` is never wrong more often than stated.
 *
 * Source: NIST/SEMATECH e-Handbook, 7.2.4.1; Wilson (1927).
 */
export function wilsonBounds(of: {
  readonly successes: number;
  readonly trials: number;
  readonly confidence: number;
}): Interval {
  const { successes, trials, confidence } = of;
  if (!(trials >= 1 && successes >= 0 && successes <= trials)) {
    throw new Error(`successes must lie within trials, got ${successes} of ${trials}`);
  }
  if (!(confidence >= 0.5 && confidence < 1)) {
    throw new Error(`confidence must lie in [0.5, 1), got ${confidence}`);
  }
  const z = normalQuantile(confidence);
  const share = successes / trials;
  const shrink = 1 + (z * z) / trials;
  const centre = (share + (z * z) / (2 * trials)) / shrink;
  const half =
    (z / shrink) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return {
    lower: successes === 0 ? 0 : Math.max(0, centre - half),
    upper: successes === trials ? 1 : Math.min(1, centre + half),
  };
}

/** Wilson score interval: both sides together at the confidence, in (0, 1). See `wilsonBounds`. */
export function wilsonInterval(of: {
  readonly successes: number;
  readonly trials: number;
  readonly confidence: number;
}): Interval {
  return wilsonBounds({ ...of, confidence: (1 + of.confidence) / 2 });
}
