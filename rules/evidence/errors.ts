import type { ErrorSums } from "../statistics/regression-error.ts";

/** How far predicted numbers lie from the true ones: sums over a prediction cohort. */
export interface Errors extends ErrorSums {
  readonly kind: "errors";
  /** Predictions with status ok and a finite value; `n` of them have a finite true value too. */
  readonly predictions: number;
}

export function emptyErrors(): Errors {
  return {
    kind: "errors",
    predictions: 0,
    n: 0,
    signed: 0,
    absolute: 0,
    squared: 0,
    truth: 0,
    truthSquared: 0,
    absoluteMax: 0,
  };
}

/** Adds two pieces. The sums are of doubles: another order may differ in the last digits. */
export function mergeErrors(a: Errors, b: Errors): Errors {
  return {
    kind: "errors",
    predictions: a.predictions + b.predictions,
    n: a.n + b.n,
    signed: a.signed + b.signed,
    absolute: a.absolute + b.absolute,
    squared: a.squared + b.squared,
    truth: a.truth + b.truth,
    truthSquared: a.truthSquared + b.truthSquared,
    absoluteMax: Math.max(a.absoluteMax, b.absoluteMax),
  };
}
