import { binomialDensity } from "./poisson.ts";

/**
 * P(K > x) for the limiting Kolmogorov distribution: 2Σ(−1)^(j−1) e^(−2j²x²).
 *
 * 1 for x ≤ 0.04. Absolute error about 1e-15: below 1 the theta-function form, which converges there.
 *
 * Source: Kolmogorov (1933); Feller (1948), Annals of Mathematical Statistics 19(2), 177–189.
 */
export function kolmogorovTail(x: number): number {
  // Below, what is left of 1 is less than e^−700.
  if (!(x > 0.04)) return 1;
  let sum = 0;
  if (x < 1) {
    for (let j = 5; j >= 1; j--) sum += Math.exp(-(((2 * j - 1) * Math.PI) ** 2) / (8 * x * x));
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
  }
  for (let j = 5; j >= 1; j--) sum = Math.exp(-2 * j * j * x * x) - sum;
  return 2 * sum;
}

/**
 * P(D ≥ d) for the two-sided Kolmogorov–Smirnov statistic of n values against a known distribution.
 *
 * Whole n ≥ 1. Exact up to n = 140 (absolute error about 1e-12), within 1e-7 beyond. The matrix
 * power of Marsaglia, Tsang & Wang for small samples, twice Smirnov's one-sided sum in the tail,
 * the expansion of Pelz & Good between. Up to some 10 ms for small n, O(n) in the tail up to 1e4.
 *
 * Source: Simard & L'Ecuyer (2011), Journal of Statistical Software 39(11); also SciPy's `kstwo`.
 */
export function kolmogorovSmirnovTail(n: number, d: number): number {
  const reach = n * d;
  if (reach <= 0.5) return 1;
  if (d >= 1) return 0;
  const square = reach * d;
  if (d >= 0.5 || (square > (n <= EXACT ? 4 : 2.2) && n <= SUMMED)) {
    return Math.min(1, 2 * smirnovTail(n, d));
  }
  if (n <= EXACT) return unit(1 - matrixPower(n, d));
  // Beyond this the terms of the expansion cancel; what is left is below 5e-16.
  if (square >= 18) return 2 * Math.exp(-((6 * reach + 1) ** 2) / (18 * n));
  return unit(1 - pelzGood(n, d));
}

const EXACT = 140;
const SUMMED = 10_000;

function unit(probability: number): number {
  return Math.min(1, Math.max(0, probability));
}

/** P(D⁺ ≥ d): d·Σ C(n,j) (d + j/n)^(j−1) (1 − d − j/n)^(n−j), every term positive. */
function smirnovTail(n: number, d: number): number {
  let sum = 0;
  for (let j = Math.floor(n * (1 - d)); j >= 0; j--) {
    const p = d + j / n;
    sum += p >= 1 ? 0 : binomialDensity(j, n, p) / p;
  }
  return d * sum;
}

/** P(D < d) as an entry of the n-th power of a matrix of order 2k − 1; nothing overflows to n = 140. */
function matrixPower(n: number, d: number): number {
  const k = Math.ceil(n * d);
  const h = k - n * d;
  const order = 2 * k - 1;
  const base = new Float64Array(order * order);
  for (let i = 0; i < order; i++) {
    for (let j = 0; j < order; j++) {
      if (i - j + 1 < 0) continue;
      let entry = 1;
      if (j === 0) entry -= h ** (i + 1);
      if (i === order - 1) entry -= h ** (order - j);
      if (j === 0 && i === order - 1 && 2 * h > 1) entry += (2 * h - 1) ** order;
      for (let g = 2; g <= i - j + 1; g++) entry /= g;
      base[i * order + j] = entry;
    }
  }
  let power: Float64Array = base;
  let result: Float64Array | null = null;
  for (let rest = n; ; ) {
    if (rest % 2 === 1) result = result === null ? power : product(result, power, order);
    rest = Math.floor(rest / 2);
    if (rest === 0) break;
    power = product(power, power, order);
  }
  let probability = result?.[(k - 1) * order + k - 1] ?? 0;
  for (let i = 1; i <= n; i++) probability *= i / n;
  return probability;
}

function product(a: Float64Array, b: Float64Array, order: number): Float64Array {
  const result = new Float64Array(order * order);
  for (let i = 0; i < order; i++) {
    for (let l = 0; l < order; l++) {
      const factor = a[i * order + l] ?? 0;
      if (factor === 0) continue;
      for (let j = 0; j < order; j++) {
        result[i * order + j] = (result[i * order + j] ?? 0) + factor * (b[l * order + j] ?? 0);
      }
    }
  }
  return result;
}

/** P(D < d) to order n^−3/2; z = d√n. */
function pelzGood(n: number, d: number): number {
  const z = d * Math.sqrt(n);
  const z2 = z * z;
  const z4 = z2 * z2;
  const z6 = z4 * z2;
  let [k0, k1, k2, k3] = [0, 0, 0, 0];
  const terms = Math.ceil((16 * z) / Math.PI) + 1;
  for (let k = terms; k >= 1; k--) {
    // w = π²(k − ½)² of the sums over half-integers; v = π²k² of those over the integers.
    const w = (Math.PI * (k - 0.5)) ** 2;
    const atHalf = Math.exp(-w / (2 * z2));
    k0 += atHalf;
    k1 += (w - z2) * atHalf;
    k2 += (6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * w + (1 - 2 * z2) * w * w) * atHalf;
    k3 +=
      (-30 * z6 -
        90 * z6 * z2 +
        (135 * z4 - 96 * z6) * w +
        (212 * z4 - 60 * z2) * w * w +
        (5 - 30 * z2) * w ** 3) *
      atHalf;
    const v = (Math.PI * k) ** 2;
    const atWhole = Math.exp(-v / (2 * z2));
    k2 -= 2 * z4 * v * atWhole;
    k3 += 30 * z4 * (3 * z2 - v) * v * atWhole;
  }
  const root = Math.sqrt(2 * Math.PI);
  return (
    root *
    (k0 / z +
      k1 / (6 * z4 * Math.sqrt(n)) +
      k2 / (72 * z6 * z * n) +
      k3 / (6480 * z6 * z4 * n ** 1.5))
  );
}
