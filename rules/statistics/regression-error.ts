import type { Interval } from "./interval.ts";
import { normalQuantile } from "./normal.ts";

/**
 * Sums over predictions with a known outcome: e = predicted − true. All add up over windows, but
 * the maximum.
 */
export interface ErrorSums {
  readonly n: number;
  /** Σ e. */
  readonly signed: number;
  /** Σ |e|. */
  readonly absolute: number;
  /** Σ e². */
  readonly squared: number;
  /** Σ of the outcomes, and of their squares. */
  readonly truth: number;
  readonly truthSquared: number;
  /** max |e|. */
  readonly absoluteMax: number;
}

/** An error in the unit of the outcome, with one-sided bounds. */
export interface ErrorEstimate extends Interval {
  readonly value: number;
}

/**
 * Mean absolute error, with normal bounds each one-sided at the confidence. null below two
 * outcomes.
 */
export function meanAbsoluteError(of: ErrorSums, confidence: number): ErrorEstimate | null {
  if (of.n < 2) return null;
  const value = of.absolute / of.n;
  const half = reach(of.squared / of.n - value ** 2, of.n, confidence);
  return { value, lower: Math.max(0, value - half), upper: value + half };
}

/**
 * Mean of predicted − true: its bias, with normal bounds each one-sided. null below two outcomes.
 */
export function meanError(of: ErrorSums, confidence: number): ErrorEstimate | null {
  if (of.n < 2) return null;
  const value = of.signed / of.n;
  const half = reach(of.squared / of.n - value ** 2, of.n, confidence);
  return { value, lower: value - half, upper: value + half };
}

/**
 * Root mean squared error, with bounds each one-sided at the confidence. null below two outcomes.
 *
 * The bounds are roots of the mean square's normal ones. Its variance would need Σe⁴; squares that
 * average q and reach at most M² vary by at most q(M² − q) (Bhatia & Davis, 2000), which is taken:
 * wide where one error is far larger than all others, as it should be.
 */
export function rootMeanSquaredError(of: ErrorSums, confidence: number): ErrorEstimate | null {
  if (of.n < 2) return null;
  const square = of.squared / of.n;
  const half = reach(square * (of.absoluteMax ** 2 - square), of.n, confidence);
  return {
    value: Math.sqrt(square),
    lower: Math.sqrt(Math.max(0, square - half)),
    upper: Math.sqrt(square + half),
  };
}

/**
 * R², the share of the outcomes' variance that the predictions explain: 1 − Σe² / Σ(y − ȳ)². At
 * most 1; negative where the mean of the outcomes would do better. null where they do not vary.
 */
export function determination(of: ErrorSums): number | null {
  // Cancels where the outcomes vary by less than about 1e-8 of their size: then nothing is left to
  // explain.
  const total = of.truthSquared - of.truth ** 2 / of.n;
  return of.n >= 2 && total > 1e-12 * of.truthSquared ? 1 - of.squared / total : null;
}

function reach(variance: number, n: number, confidence: number): number {
  return normalQuantile(confidence) * Math.sqrt(Math.max(0, variance) / (n - 1));
}
