import { poissonDensity } from "./poisson.ts";

/**
 * Regularised lower incomplete gamma function P(a, x): the share of a gamma distribution of shape
 * a that lies below x.
 *
 * a > 0, x ≥ 0. Absolute error about 1e-13 up to a = 1e7. The series left of the mean, the
 * continued fraction (modified Lentz) right of it; about √a steps near the mean.
 *
 * Source: DLMF 8.11.4 (series) and 8.9.2 (continued fraction), https://dlmf.nist.gov/8.
 */
export function incompleteGamma(a: number, x: number): number {
  if (!(a > 0)) throw new Error(`the shape of a gamma distribution is above 0, got ${a}`);
  if (!(x > 0)) return 0;
  if (x === Infinity) return 1;
  // x^a e^−x / Γ(a + 1)
  const front = poissonDensity(a, x);
  return x < a + 1 ? front * series(a, x) : 1 - (front * a * fraction(a, x)) / x;
}

/**
 * Regularised upper incomplete gamma function Q(a, x) = 1 − P(a, x), without the cancellation of that
 * subtraction: a tail of 1e-40 keeps its digits.
 */
export function incompleteGammaUpper(a: number, x: number): number {
  if (!(x >= a + 1)) return 1 - incompleteGamma(a, x);
  if (x === Infinity) return 0;
  return (poissonDensity(a, x) * a * fraction(a, x)) / x;
}

const STEPS_MAX = 1_000_000;

/** Σ x^k / ((a+1)…(a+k)) */
function series(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < STEPS_MAX; k++) {
    term *= x / (a + k);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return sum;
}

/** x · Γ(a, x) / (x^a e^−x): tends to 1 as x grows. */
function fraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let value = d;
  for (let i = 1; i < STEPS_MAX; i++) {
    const numerator = -i * (i - a);
    b += 2;
    d = 1 / nonZero(numerator * d + b);
    c = nonZero(b + numerator / c);
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return value * x;
}

function nonZero(value: number): number {
  return value === 0 ? 1e-300 : value;
}
