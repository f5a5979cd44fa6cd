import { type CountPair, sizesOf } from "./count-pair.ts";
import { incompleteGammaUpper } from "./incomplete-gamma.ts";

/** A two-sample χ² test. */
export interface ChiSquared {
  readonly statistic: number;
  /** Bins that were compared, less one; 0 where merging left one bin. */
  readonly freedom: number;
  /** 1 where nothing could be compared. */
  readonly pValue: number;
  /** Bins after merging. */
  readonly bins: number;
}

/**
 * χ² test that two histograms come from one distribution: Σ(√(m/n)·a − √(n/m)·b)²/(a + b).
 *
 * The baseline is a sample too: a goodness-of-fit test, which takes its shares as exact, finds drift
 * where there is none. Neighbouring bins are merged from the left until both sides expect
 * `expectedMin` values (5 where absent; 0 drops only empty bins), the rest joins the last: for
 * categories the order of the bins decides what is merged. Symmetric. No continuity correction, as
 * SciPy's `chi2_contingency(…, correction=False)`. Throws where the bins differ or a side is empty.
 *
 * Source: Press et al. (2007), Numerical Recipes, 14.3 (unequal sizes); Cochran (1954) for the 5.
 */
export function chiSquaredTwoSample(of: CountPair & { readonly expectedMin?: number }): ChiSquared {
  const { statistic, bins } = chiSquaredStatistic(of);
  const freedom = bins - 1;
  const pValue = freedom === 0 ? 1 : chiSquaredTail(statistic, freedom);
  return { statistic, freedom, pValue, bins };
}

/** The statistic without its p, which costs more than all else. 0 where merging left one bin. */
export function chiSquaredStatistic(of: CountPair & { readonly expectedMin?: number }): {
  readonly statistic: number;
  readonly bins: number;
} {
  const { n, m } = sizesOf(of);
  // The smaller sample expects the least: (a + b) · min(n, m) / (n + m).
  const needed = ((of.expectedMin ?? 5) * (n + m)) / Math.min(n, m);
  const bins = merged(of, needed);
  if (bins.length === 1) return { statistic: 0, bins: 1 };
  const up = Math.sqrt(m / n);
  const down = Math.sqrt(n / m);
  let statistic = 0;
  for (const { a, b } of bins) {
    const gap = up * a - down * b;
    statistic += (gap * gap) / (a + b);
  }
  return { statistic, bins: bins.length };
}

/** P(X > x) for a χ² variable. freedom > 0; accurate in relative terms far into the tail. */
export function chiSquaredTail(x: number, freedom: number): number {
  return x > 0 ? incompleteGammaUpper(freedom / 2, x / 2) : 1;
}

interface Bin {
  readonly a: number;
  readonly b: number;
}

function merged({ baseline, current }: CountPair, needed: number): readonly Bin[] {
  const bins: Bin[] = [];
  let a = 0;
  let b = 0;
  for (let i = 0; i < baseline.length; i++) {
    a += baseline[i] ?? 0;
    b += current[i] ?? 0;
    if (a + b === 0 || a + b < needed) continue;
    bins.push({ a, b });
    a = 0;
    b = 0;
  }
  const last = bins.pop() ?? { a: 0, b: 0 };
  bins.push({ a: last.a + a, b: last.b + b });
  return bins;
}
