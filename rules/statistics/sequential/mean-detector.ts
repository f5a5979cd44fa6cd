import {
  deviationGuard,
  emptyWindowDetector,
  SHIFTS,
  stepWindowDetector,
  type WindowCalibration,
  type WindowDetector,
} from "./e-detector.ts";

/** The window means that are allowed; at least one bound. */
export interface MeanLimits {
  readonly max?: number;
  readonly min?: number;
}

/** What the detector of a mean remembers between windows. */
export interface MeanDetector {
  /** The mean of the last window; null before the first. */
  readonly previous: number | null;
  /** Decayed count and sum of squared differences of neighbouring windows. */
  readonly pairs: number;
  readonly squares: number;
  /** Running mean of the last windows, about two; null before the first. */
  readonly recent: number | null;
  readonly bets: WindowDetector;
}

/** Before the first window. */
export const emptyMeanDetector: MeanDetector = {
  previous: null,
  pairs: 0,
  squares: 0,
  recent: null,
  bets: emptyWindowDetector,
};

/**
 * A window more of a mean that has limits.
 *
 * The deviation of window means is learnt from the differences of earlier neighbouring windows, so that
 * a step costs one of them, and taken at its 99 % bound; before eight pairs nothing is bet. Given a
 * `calibration` from a reference period, that one is used from the first window on.
 */
export function stepMeanDetector(
  state: MeanDetector,
  mean: number,
  limits: MeanLimits,
  calibration?: WindowCalibration,
): MeanDetector {
  const used = calibration ?? learnt(state, limits);
  // −0 would come back from JSON as 0.
  const plain = mean + 0;
  const difference = state.previous === null ? null : (mean - state.previous) ** 2 / 2;
  return {
    previous: plain,
    pairs: difference === null ? state.pairs : state.pairs * KEPT + 1,
    squares: difference === null ? state.squares : state.squares * KEPT + difference,
    recent: state.recent === null ? plain : (state.recent + plain) / 2 + 0,
    bets: used === null ? state.bets : stepWindowDetector(state.bets, mean, used),
  };
}

function learnt(state: MeanDetector, limits: MeanLimits): WindowCalibration | null {
  const { pairs, squares } = state;
  if (pairs < PAIRS_MIN || squares === 0) return null;
  // Differences that share a window are worth two thirds of independent ones.
  const deviation = Math.sqrt(squares / pairs) * deviationGuard((2 / 3) * pairs);
  const corrections = SHIFTS.map((d) => (d * d) / 2);
  return { high: limits.max ?? null, low: limits.min ?? null, deviation, corrections };
}

/** Of the old sums, with every new pair: an effective memory of 200. */
const KEPT = 0.995;
/** Just below eight, which decayed weights never reach exactly. */
const PAIRS_MIN = 7.5;
