import { incompleteGamma } from "./incomplete-gamma.ts";
import { normalQuantile } from "./normal.ts";
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
  return mixture(x, freedom, noncentrality).share;
}

/**
 * The noncentrality at which P(X ≤ x) equals the probability; 0 where even the central one lies
 * below it.
 *
 * The function falls in λ. Newton's steps from the normal approximation, held inside the bracket
 * that the signs so far allow; about five sums, to a relative 1e-11.
 */
export function noncentralityAt(x: number, freedom: number, probability: number): number {
  if (noncentralChiSquared(x, freedom, 0) <= probability) return 0;
  let low = 0;
  let high = Infinity;
  let lambda = Math.max(1e-3, approximately(x, freedom, probability));
  for (let i = 0; i < 200; i++) {
    const { share, slope } = mixture(x, freedom, lambda);
    if (share > probability) low = lambda;
    else high = lambda;
    const newton = lambda - (share - probability) / slope;
    const isInside = newton > low && newton < high;
    const next = isInside ? newton : high === Infinity ? 2 * lambda + 1 : (low + high) / 2;
    if (Math.abs(next - lambda) <= 1e-11 * next) return next;
    lambda = next;
  }
  return lambda;
}

/** Where (x − k − λ) / √(2(k + 2λ)) is the normal quantile: good to a few per cent. */
function approximately(x: number, freedom: number, probability: number): number {
  const z = normalQuantile(probability);
  const reach = x - freedom + 2 * z * z;
  return reach - z * Math.sqrt(Math.max(0, 4 * reach - 4 * z * z + 2 * freedom));
}

/** P(X ≤ x), and its derivative in λ: half of P with two degrees more, less P. */
function mixture(
  x: number,
  freedom: number,
  noncentrality: number,
): { readonly share: number; readonly slope: number } {
  if (!(x > 0)) return { share: 0, slope: 0 };
  const half = x / 2;
  const mean = noncentrality / 2;
  const mode = Math.floor(mean);
  const weight = poissonDensity(mode, mean);
  const share = incompleteGamma(freedom / 2 + mode, half);
  // x^a e^−x / Γ(a+1) at the mode: the step from P(a, x) to P(a + 1, x).
  const step = poissonDensity(freedom / 2 + mode, half);

  let shares = weight * share;
  let steps = weight * step;
  for (let j = mode, w = weight, p = share, s = step; ; ) {
    p = Math.max(0, p - s);
    j += 1;
    s *= half / (freedom / 2 + j);
    w *= mean / j;
    shares += w * p;
    steps += w * s;
    if (w < NEGLIGIBLE || (p === 0 && s < NEGLIGIBLE)) break;
  }
  for (let j = mode, w = weight, p = share, s = step; j > 0; ) {
    s *= (freedom / 2 + j) / half;
    p = Math.min(1, p + s);
    w *= j / mean;
    j -= 1;
    shares += w * p;
    steps += w * s;
    if (w < NEGLIGIBLE) break;
  }
  return { share: Math.min(1, shares), slope: -steps / 2 };
}

/** Weights fall off faster than geometrically: what is left below this adds less than 1e-15. */
const NEGLIGIBLE = 1e-19;
