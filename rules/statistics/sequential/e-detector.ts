import { stepShiryaevRoberts } from "./shiryaev-roberts.ts";

/** Sizes of shift, in standard deviations of a window, that are bet on side by side. */
export const SHIFTS = [0.25, 0.5, 1, 2] as const;

/** What a reference period's windows say about the means of windows. */
export interface WindowCalibration {
  /** Means beyond these count as shifted. */
  readonly low: number | null;
  readonly high: number | null;
  /** Standard deviation of window means, an upper bound: see `calibrateWindows`. */
  readonly deviation: number;
  /** For each shift the exponent's correction, ≥ d²/2. */
  readonly corrections: readonly number[];
}

/** One value a shift and side, on the scale of windows. */
export interface WindowDetector {
  readonly above: readonly number[];
  readonly below: readonly number[];
}

/** Before the first window. */
export const emptyWindowDetector: WindowDetector = { above: [], below: [] };

/**
 * Calibrates a detector of shifted window means on the windows of a reference period, 20 or more.
 *
 * On windows, not rows: rows of one window resemble each other, and whatever makes windows differ is in
 * the windows' own standard deviation. That is taken at its one-sided 99 % bound for a sample of that
 * size. The correction of a shift d is the larger of d²/2 and the empirical logarithm of the mean of
 * e^(±dz) over the reference, so that on the reference itself no bet ever gains. Without bounds (`max`,
 * `min`) the reference mean ± 3 standard errors is what counts as unshifted. Throws where the windows are
 * too few or all the same.
 */
export function calibrateWindows(
  means: readonly number[],
  bounds: { readonly max?: number; readonly min?: number } = {},
): WindowCalibration {
  const n = means.length;
  if (n < REFERENCE_MIN) {
    throw new Error(`a calibration needs ${REFERENCE_MIN} windows, got ${n}`);
  }
  const mean = means.reduce((sum, value) => sum + value / n, 0);
  const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  // Rounding leaves equal values a variance of about 1e-32.
  if (!(variance > 0) || means.every((value) => value === means[0]))
    throw new Error("windows that are all the same have no deviation to bet by");
  const deviation = Math.sqrt(variance) * deviationGuard(n - 1);
  const z = means.map((value) => (value - mean) / deviation);
  const corrections = SHIFTS.map((d) => {
    const up = Math.log(z.reduce((sum, value) => sum + Math.exp(d * value), 0) / n);
    const down = Math.log(z.reduce((sum, value) => sum + Math.exp(-d * value), 0) / n);
    return Math.max((d * d) / 2, up, down);
  });
  const slack = (3 * deviation) / Math.sqrt(n);
  const isBounded = bounds.max !== undefined || bounds.min !== undefined;
  return {
    high: bounds.max ?? (isBounded ? null : mean + slack),
    low: bounds.min ?? (isBounded ? null : mean - slack),
    deviation,
    corrections,
  };
}

/**
 * A window more: M ← L·(M + 1), L = exp(d·z − correction), z the distance beyond the bound in standard
 * deviations, at most 4, so that no single wild window alarms alone.
 *
 * Source: Shin, Ramdas & Rinaldo (2024), arXiv 2203.03532.
 */
export function stepWindowDetector(
  state: WindowDetector,
  mean: number,
  calibration: WindowCalibration,
): WindowDetector {
  const { low, high, deviation, corrections } = calibration;
  const bets = (values: readonly number[], beyond: number): readonly number[] =>
    SHIFTS.map((d, i) => {
      const logL = d * Math.min(beyond, Z_MAX) - (corrections[i] ?? Infinity);
      return stepShiryaevRoberts(values[i] ?? 0, logL);
    });
  return {
    above: high === null ? [] : bets(state.above, (mean - high) / deviation),
    below: low === null ? [] : bets(state.below, (low - mean) / deviation),
  };
}

/** The average of the bets, on the scale of windows. */
export function windowValue({ above, below }: WindowDetector): number {
  const values = [...above, ...below];
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value / values.length, 0);
}

/**
 * How far a true standard deviation may lie above an estimate with that many degrees of freedom, at 99 %:
 * 1/√(1 − 2/(9ν) − 2.3263·√(2/(9ν)))³, Wilson and Hilferty's χ² quantile.
 */
export function deviationGuard(freedom: number): number {
  const spread = 2 / (9 * freedom);
  return Math.max(0.05, 1 - spread - Z99 * Math.sqrt(spread)) ** -1.5;
}

const Z99 = 2.3263478740408408;
const REFERENCE_MIN = 20;
const Z_MAX = 4;
