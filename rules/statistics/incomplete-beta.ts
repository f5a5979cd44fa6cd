import { logBinomialDensity } from "./poisson.ts";

/**
 * ln B(a, b), the logarithm of the beta function.
 *
 * a, b > 0; throws otherwise. Absolute error about 1e-13 beside ln B itself, also where both are in the
 * millions: differences of `gammaln` lose eight digits there. O(1).
 *
 * Source: Loader (2000); DLMF 5.12.1, https://dlmf.nist.gov/5.12.
 */
export function logBeta(a: number, b: number): number {
  const share = a / (a + b);
  return a * Math.log(share) + b * Math.log1p(-share) - logBetaKernel(share, a, b);
}

/** ln of x^a (1 − x)^b / B(a, b), without the cancellation of its parts. x in (0, 1). */
export function logBetaKernel(x: number, a: number, b: number): number {
  if (!(a > 0 && b > 0)) {
    throw new Error(`the shapes of a beta distribution are above 0, got ${a} and ${b}`);
  }
  return Math.log((a * b) / (a + b)) + logBinomialDensity(a, a + b, x);
}

/**
 * Regularised incomplete beta function I_x(a, b): the share of a beta distribution that lies below x.
 *
 * a, b > 0 and x in [0, 1]. Relative error about 1e-12 up to a + b = 1e7. The continued fraction
 * (modified Lentz) on the side of the mean where it converges, about √max(a, b) steps.
 *
 * Source: DLMF 8.17.22, https://dlmf.nist.gov/8.17.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  return Math.exp(logIncompleteBeta(x, a, b));
}

/** ln I_x(a, b): keeps its digits far into the tail, where I_x itself underflows. */
export function logIncompleteBeta(x: number, a: number, b: number): number {
  if (!(x > 0)) return -Infinity;
  if (!(x < 1)) return 0;
  return x <= turn(a, b) ? logTail(x, a, b) : log1mExp(logTail(1 - x, b, a));
}

/** ln(1 − I_x(a, b)), the upper tail, without the cancellation of that subtraction. */
export function logIncompleteBetaUpper(x: number, a: number, b: number): number {
  if (!(x > 0)) return 0;
  if (!(x < 1)) return -Infinity;
  return x > turn(a, b) ? logTail(1 - x, b, a) : log1mExp(logTail(x, a, b));
}

/** Where the fraction of the other tail begins to converge faster. */
function turn(a: number, b: number): number {
  return (a + 1) / (a + b + 2);
}

function logTail(x: number, a: number, b: number): number {
  return logBetaKernel(x, a, b) - Math.log(a) + Math.log(fraction(x, a, b));
}

/** ln(1 − e^t) for t ≤ 0. */
function log1mExp(t: number): number {
  if (t >= 0) return -Infinity;
  return t > -Math.LN2 ? Math.log(-Math.expm1(t)) : Math.log1p(-Math.exp(t));
}

const STEPS_MAX = 1_000_000;

function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < STEPS_MAX; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    value *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < 1e-15) break;
  }
  return value;
}

function nonZero(value: number): number {
  return value === 0 ? 1e-300 : value;
}
