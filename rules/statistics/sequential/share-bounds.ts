import { totalOf } from "../count-pair.ts";
import type { ShareBounds } from "./tolerance-shiryaev-roberts.ts";

/** A baseline's shares, Jeffreys-smoothed as in the population stability index: (k + ½)/(n + B/2). */
export function baselineShares(baseline: readonly number[]): readonly number[] {
  const size = totalOf(baseline) + baseline.length / 2;
  return baseline.map((count) => (count + 0.5) / size);
}

/**
 * Bounds p ± δ on every cell, δ = max(tolerance, 3·√(p(1 − p)/n)).
 *
 * A baseline of n values does not know its own shares better than that; testing against them as if they
 * were known finds the baseline's sampling error in the end.
 */
export function boundsFromTolerance(
  baseline: readonly number[],
  tolerance: number,
): readonly ShareBounds[] {
  const n = totalOf(baseline);
  return baselineShares(baseline).map((p) => {
    const delta = Math.max(tolerance, 3 * Math.sqrt((p * (1 - p)) / n));
    return { low: Math.max(0, p - delta), high: Math.min(1, p + delta) };
  });
}

/**
 * The population stability index at which a limit is taken, with what the baseline does not know added:
 * √τ′ = √τ + (√(B − 1) + 2)/√n.
 *
 * √PSI is near a distance; between a baseline of n values and its population it is about √(χ²/n), which
 * stays below (√(B − 1) + 2)/√n in 97 of 100 baselines or more. At n = 100,000 and ten cells a limit of
 * 0.1 becomes 0.110.
 */
export function guardedStability(baseline: readonly number[], stability: number): number {
  const guard = (Math.sqrt(baseline.length - 1) + 2) / Math.sqrt(totalOf(baseline));
  return (Math.sqrt(stability) + guard) ** 2;
}

/**
 * Bounds on every cell outside which the population stability index alone exceeds a limit, > 0.
 *
 * A cell that moves from p to q while all others keep their proportions has the index
 * (q − p)·ln(q(1 − p)/(p(1 − q))), and no way of moving the others makes it smaller; the bounds are where
 * that is the limit. So whatever keeps the limit keeps every bound.
 */
export function boundsFromStability(
  shares: readonly number[],
  stability: number,
): readonly ShareBounds[] {
  return shares.map((p) => ({
    low: solve(p, 0, stability),
    high: solve(p, 1, stability),
  }));
}

/** The share between p and `end` whose index of two cells is the limit; bisected to a double. */
function solve(p: number, end: number, stability: number): number {
  let [inside, outside] = [p, end];
  for (let i = 0; i < 60; i++) {
    const q = (inside + outside) / 2;
    const index = (q - p) * Math.log((q * (1 - p)) / (p * (1 - q)));
    if (index > stability) outside = q;
    else inside = q;
  }
  return outside;
}
