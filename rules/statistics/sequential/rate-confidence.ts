import { logBetaKernel } from "../incomplete-beta.ts";
import type { Interval } from "../interval.ts";
import type { RateCounts } from "./beta-mixture.ts";

/**
 * Confidence sequence for a rate: with probability 1 − α it covers the rate at all sample sizes at once.
 *
 * All rates whose beta-mixture evidence stays below 1/α. A function of the counts, in any order. α in
 * (0, 1), 0 ≤ successes ≤ trials; 0 trials give [0, 1]. `prior` holds the shapes of the beta mixture, ½
 * and ½ where absent. Ends bisected to a double.
 *
 * Source: Robbins (1970); Howard et al. (2021), Annals of Statistics 49(2).
 */
export function rateSequence(
  of: RateCounts & { readonly alpha: number; readonly prior?: readonly [number, number] },
): Interval {
  const { successes, trials, alpha } = of;
  if (!(alpha > 0 && alpha < 1)) throw new Error(`α lies in (0, 1), got ${alpha}`);
  if (!(successes >= 0 && successes <= trials)) {
    throw new Error(`successes must lie within trials, got ${successes} of ${trials}`);
  }
  const share = trials === 0 ? 0.5 : successes / trials;
  const isOut = (rate: number): boolean => logRateEvidence({ ...of, rate }) >= -Math.log(alpha);
  return {
    lower: isOut(RATE_MIN) ? bisect(share, 0, isOut) : 0,
    upper: isOut(RATE_MAX) ? bisect(share, 1, isOut) : 1,
  };
}

/** As near to 0 and 1 as their odds are still numbers. */
const RATE_MIN = 1e-290;
const RATE_MAX = 1 - Number.EPSILON / 2;

/** ln of the beta-mixture evidence that the rate is not this one, two-sided. rate in (0, 1). */
export function logRateEvidence(
  of: RateCounts & { readonly rate: number; readonly prior?: readonly [number, number] },
): number {
  const { successes, trials, rate } = of;
  const [a, b] = of.prior ?? [0.5, 0.5];
  // The prior density at the rate over the posterior one.
  return logBetaKernel(rate, a, b) - logBetaKernel(rate, a + successes, b + trials - successes);
}

function bisect(inside: number, outside: number, isOut: (rate: number) => boolean): number {
  let [near, far] = [inside, outside];
  for (;;) {
    const middle = (near + far) / 2;
    if (middle === near || middle === far || middle < RATE_MIN) break;
    if (isOut(middle)) far = middle;
    else near = middle;
  }
  return far;
}
