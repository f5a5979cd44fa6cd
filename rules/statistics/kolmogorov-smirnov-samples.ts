import { kolmogorovSmirnovTail } from "./kolmogorov.ts";
import { type SamplePair, sortedPair } from "./sample-pair.ts";

/**
 * Two-sample Kolmogorov–Smirnov test on the values themselves: the exact D = max|F − G|, and its
 * asymptotic p, as SciPy's `ks_2samp(method="asymp")` gives it.
 *
 * p is that of one sample of round(nm/(n+m)) values against a known distribution; ties make it
 * conservative. Both sides hold at least one value and no NaN; throws otherwise. O(n log n).
 *
 * Source: Hodges (1958), Arkiv för Matematik 3(43), 469–486.
 */
export function kolmogorovSmirnovSamples(of: SamplePair): {
  readonly distance: number;
  readonly pValue: number;
} {
  const { baseline, current } = sortedPair(of);
  const [n, m] = [baseline.length, current.length];
  let distance = 0;
  for (let i = 0, j = 0; i < n && j < m; ) {
    const value = Math.min(baseline[i] ?? Infinity, current[j] ?? Infinity);
    while (i < n && (baseline[i] ?? 0) <= value) i++;
    while (j < m && (current[j] ?? 0) <= value) j++;
    distance = Math.max(distance, Math.abs(i / n - j / m));
  }
  const size = Math.max(1, Math.round((n * m) / (n + m)));
  return { distance, pValue: kolmogorovSmirnovTail(size, distance) };
}
