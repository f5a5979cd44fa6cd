import { gammaln } from "simple-statistics";

/**
 * Poisson density λ^k e^−λ / Γ(k + 1), also between the integers.
 *
 * k ≥ 0, λ ≥ 0. Relative error about 1e-14 even where k and λ are in the millions: the textbook
 * form exp(k ln λ − λ − ln Γ(k+1)) cancels there and keeps 8 digits. O(1).
 *
 * Source: Loader (2000), Fast and Accurate Computation of Binomial Probabilities.
 */
export function poissonDensity(k: number, lambda: number): number {
  if (lambda === 0) return k === 0 ? 1 : 0;
  if (k === 0) return Math.exp(-lambda);
  return Math.exp(-stirlingError(k) - deviance(k, lambda)) / Math.sqrt(2 * Math.PI * k);
}

/**
 * Binomial density C(trials, k) p^k (1 − p)^(trials − k), by the same saddle point.
 *
 * Whole 0 ≤ k ≤ trials, p in (0, 1). O(1).
 */
export function binomialDensity(k: number, trials: number, p: number): number {
  return Math.exp(logBinomialDensity(k, trials, p));
}

/**
 * The logarithm of the binomial density, also between the integers (Γ(n + 1) for n!) and where the
 * density itself underflows. 0 ≤ k ≤ trials, p in (0, 1).
 */
export function logBinomialDensity(k: number, trials: number, p: number): number {
  if (k === 0) return trials * Math.log1p(-p);
  if (k === trials) return trials * Math.log(p);
  const rest = trials - k;
  const exponent =
    stirlingError(trials) -
    stirlingError(k) -
    stirlingError(rest) -
    deviance(k, trials * p) -
    deviance(rest, trials * (1 - p));
  return exponent + Math.log(trials / (2 * Math.PI * k * rest)) / 2;
}

const HALF_LOG_TWO_PI = 0.9189385332046728;

/** ln Γ(n+1) − (n + ½) ln n + n − ½ ln 2π: what Stirling's formula leaves out. */
function stirlingError(n: number): number {
  if (n <= 15) return gammaln(n + 1) - (n + 0.5) * Math.log(n) + n - HALF_LOG_TWO_PI;
  const square = n * n;
  // The series to n^−9; its next term, 691/360360 n^−11, is below 1e-15 from n = 15.
  return (
    (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) /
    n
  );
}

/** k ln(k/λ) + λ − k without cancellation near k = λ. */
function deviance(k: number, lambda: number): number {
  const difference = k - lambda;
  if (Math.abs(difference) >= 0.1 * (k + lambda)) return k * Math.log(k / lambda) - difference;
  const v = difference / (k + lambda);
  let sum = difference * v;
  let term = 2 * k * v;
  for (let j = 1; j < 1000; j++) {
    term *= v * v;
    const next = sum + term / (2 * j + 1);
    if (next === sum) break;
    sum = next;
  }
  return sum;
}
