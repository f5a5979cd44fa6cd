import { type SamplePair, sortedPair } from "./sample-pair.ts";
import type { Spread } from "./wasserstein.ts";

/**
 * Wasserstein-1 distance ∫|F − G| of two samples, in the unit of the values; as SciPy's
 * `wasserstein_distance`.
 *
 * Exact, not winsorised. Both sides hold at least one finite value; throws otherwise. O(n log n).
 */
export function wassersteinSamples(of: SamplePair): number {
  const { baseline, current } = sortedPair(of);
  return area(baseline, current);
}

/**
 * The same in units of the baseline's spread, both samples winsorised at the baseline's
 * [q₀.₀₀₁ − 3 IQR, q₀.₉₉₉ + 3 IQR] first: one value of 1e12 would otherwise be all that counts.
 *
 * Quantiles by the inverted CDF (R type 1). The spread is the interquartile range; where that is 0 the
 * 10–90 % range, then the standard deviation (of the population, of what was winsorised); null where
 * the baseline is constant.
 */
export function normalisedWassersteinSamples(of: SamplePair): {
  readonly distance: number;
  readonly scale: Spread;
  readonly normalised: number | null;
} {
  const { baseline, current } = sortedPair(of);
  const at = (probability: number): number =>
    baseline[Math.max(0, Math.ceil(probability * baseline.length) - 1)] ?? 0;
  const quartiles = at(0.75) - at(0.25);
  const low = at(0.001) - 3 * quartiles;
  const high = at(0.999) + 3 * quartiles;
  const clamp = (value: number): number => Math.min(high, Math.max(low, value));
  const [winsorised, moved] = [baseline.map(clamp), current.map(clamp)];
  const scale = spreadOf(winsorised, quartiles, at(0.9) - at(0.1));
  const distance = area(winsorised, moved);
  return { distance, scale, normalised: scale.kind === "none" ? null : distance / scale.value };
}

/** Both ascend. */
function area(baseline: Float64Array, current: Float64Array): number {
  const [n, m] = [baseline.length, current.length];
  let sum = 0;
  let at = Math.min(baseline[0] ?? 0, current[0] ?? 0);
  for (let i = 0, j = 0; i < n || j < m; ) {
    const next = Math.min(baseline[i] ?? Infinity, current[j] ?? Infinity);
    if (!Number.isFinite(next) || !Number.isFinite(at)) {
      throw new Error(`an earth mover's distance needs finite values, got ${next}`);
    }
    sum += Math.abs(i / n - j / m) * (next - at);
    at = next;
    while (i < n && (baseline[i] ?? 0) <= at) i++;
    while (j < m && (current[j] ?? 0) <= at) j++;
  }
  return sum;
}

function spreadOf(winsorised: Float64Array, quartiles: number, deciles: number): Spread {
  if (quartiles > 0) return { kind: "interquartile range", value: quartiles };
  if (deciles > 0) return { kind: "10–90 % range", value: deciles };
  const mean = winsorised.reduce((sum, value) => sum + value / winsorised.length, 0);
  const square = winsorised.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(square / winsorised.length);
  return deviation > Math.abs(mean) * 1e-12
    ? { kind: "standard deviation", value: deviation }
    : { kind: "none", value: 0 };
}
