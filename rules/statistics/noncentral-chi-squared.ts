import { incompleteGamma } from "./incomplete-gamma.ts";
import { poissonDensity } from "./poisson.ts";

/**
 * P(X ≤ x) for a noncentral χ² variable: central ones mixed by a Poisson weight of mean λ/2.
 *
 * freedom > 0, noncentrality ≥ 0. Absolute error about 1e-11 up to λ = 1e7. Summed outward from
 * the mode of the weights, so nothing underflows; about 18·√(λ/2) terms.
 *
 * Source: Benton & Krishnamoorthy (2003), Computational Statistics & Data Analysis 43(2), 249–267.
 */
export function noncentralChiSquared(x: number, freedom: number, noncentrality: number): number {
  if (!(x > 0)) return 0;
  const half = x / 2;
  const mean = noncentrality / 2;
  const mode = Math.floor(mean);
  const weight = poissonDensity(mode, mean);
  const share = incompleteGamma(freedom / 2 + mode, half);
  // x^a e^−x / Γ(a+1) at the mode: the step from P(a, x) to P(a + 1, x).
  const step = poissonDensity(freedom / 2 + mode, half);

  let sum = weight * share;
  for (let j = mode, w = weight, p = share, s = step; ; ) {
    p = Math.max(0, p - s);
    j += 1;
    s *= half / (freedom / 2 + j);
    w *= mean / j;
    sum += w * p;
    if (w < NEGLIGIBLE || p === 0) break;
  }
  for (let j = mode, w = weight, p = share, s = step; j > 0; ) {
    s *= (freedom / 2 + j) / half;
    p = Math.min(1, p + s);
    w *= j / mean;
    j -= 1;
    sum += w * p;
    if (w < NEGLIGIBLE) break;
  }
  return Math.min(1, sum);
}

/** Weights fall off faster than geometrically: what is left below this adds less than 1e-15. */
const NEGLIGIBLE = 1e-19;

/**
 * The noncentrality at which P(X ≤ x) equals the probability; 0 where even the central one lies
 * below it.
 *
 * The function falls in λ, so a bracket is doubled until it holds the root, then narrowed by
 * regula falsi with the Illinois step to a relative 1e-10.
 */
export function noncentralityAt(x: number, freedom: number, probability: number): number {
  const excess = (lambda: number): number => noncentralChiSquared(x, freedom, lambda) - probability;
  let low = 0;
  let atLow = excess(low);
  if (atLow <= 0) return 0;
  let high = Math.max(1, x);
  let atHigh = excess(high);
  while (atHigh > 0) {
    low = high;
    atLow = atHigh;
    high *= 2;
    atHigh = excess(high);
  }
  for (let i = 0; i < 200 && high - low > 1e-10 * high; i++) {
    // Every third step halves, so that a flat end of the curve cannot stall the bracket.
    const next = i % 3 === 2 ? (low + high) / 2 : (low * atHigh - high * atLow) / (atHigh - atLow);
    const at = excess(next);
    if (at === 0) return next;
    if (at > 0) {
      low = next;
      atLow = at;
      atHigh /= 2;
    } else {
      high = next;
      atHigh = at;
      atLow /= 2;
    }
  }
  return (low + high) / 2;
}
