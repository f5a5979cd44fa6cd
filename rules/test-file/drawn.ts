import { normalOf } from "../profile/seeded-random.ts";

type Random = () => number;

/**
 * Successes of `n` independent trials.
 *
 * Exact: by inversion where few are expected, else by the beta-distributed median of the trials,
 * which halves them. Source: Devroye (1986), Non-Uniform Random Variate Generation, X.4.
 */
export function drawnBinomial(n: number, p: number, random: Random): number {
  if (p <= 0 || n <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - drawnBinomial(n, 1 - p, random);
  if (n * p < 40) return inverted(n, p, random);
  const half = Math.floor((n + 1) / 2);
  const median = drawnBeta(half, n + 1 - half, random);
  return median <= p
    ? half + drawnBinomial(n - half, (p - median) / (1 - median), random)
    : drawnBinomial(half - 1, p / median, random);
}

/** One draw by the running sum of the density, which cannot underflow here: (1 − p)^n > e^−80. */
function inverted(n: number, p: number, random: Random): number {
  const odds = p / (1 - p);
  let density = (1 - p) ** n;
  let left = random();
  for (let k = 0; k < n; k++) {
    if (left < density) return k;
    left -= density;
    density *= (odds * (n - k)) / (k + 1);
  }
  return n;
}

/** A share with mean a/(a + b); a, b > 0. */
export function drawnBeta(a: number, b: number, random: Random): number {
  const [x, y] = [drawnGamma(a, random), drawnGamma(b, random)];
  return x + y === 0 ? 0 : x / (x + y);
}

/** Source: Marsaglia & Tsang (2000), A Simple Method for Generating Gamma Variables. */
function drawnGamma(shape: number, random: Random): number {
  if (shape < 1) return drawnGamma(shape + 1, random) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = normalOf(random);
    const v = (1 + c * z) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** How often each of several things came up in `n` draws; `shares` add up to 1. */
export function drawnMultinomial(
  n: number,
  shares: readonly number[],
  random: Random,
): readonly number[] {
  let [left, rest] = [n, 1];
  return shares.map((share) => {
    const count = rest <= 0 ? 0 : drawnBinomial(left, Math.min(1, share / rest), random);
    left -= count;
    rest -= share;
    return count;
  });
}
