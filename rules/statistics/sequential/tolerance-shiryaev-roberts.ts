import { logBernoulliBet } from "./bernoulli-bet.ts";
import { expectedShares, MEMORIES, type Memories } from "./memories.ts";
import { stepShiryaevRoberts } from "./shiryaev-roberts.ts";

/** The shares that a cell may have. A bound of 0 or 1 is none. */
export interface ShareBounds {
  readonly low: number;
  readonly high: number;
}

/** One row a memory: a value for each cell above its bound, then one for each below. */
export type ToleranceDetectors = readonly (readonly number[])[];

/** Nothing has been bet. */
export function emptyToleranceDetectors(cells: number): ToleranceDetectors {
  return MEMORIES.map(() => new Array<number>(2 * cells).fill(0));
}

/**
 * A window more of the tolerance Shiryaev–Roberts detectors: for each cell two one-sided bets, that its
 * share is above what is tolerated, or below.
 *
 * What is bet on comes from earlier windows only (`memories`, before this window), and nothing is bet
 * where they lie within the bounds. `dispersion` ≥ 1 divides every bet. While every share keeps its
 * bounds, each detector grows by at most 1 a window in expectation, and so does their average.
 *
 * Source: Shin, Ramdas & Rinaldo (2024), arXiv 2203.03532, with a composite null.
 */
export function stepToleranceDetectors(
  state: ToleranceDetectors,
  counts: readonly number[],
  of: {
    readonly bounds: readonly ShareBounds[];
    readonly memories: Memories;
    readonly dispersion: number;
  },
): ToleranceDetectors {
  const { bounds, memories, dispersion } = of;
  const trials = counts.reduce((sum, count) => sum + count, 0);
  if (trials === 0) return state;
  return memories.map((memory, row) => {
    const expected = expectedShares(memory);
    const values = state[row] ?? [];
    const bet = (cell: number, limit: number): number =>
      logBernoulliBet({
        successes: counts[cell] ?? 0,
        trials,
        alternative: expected?.[cell] ?? limit,
        limit,
        dispersion,
      });
    const above = bounds.map(({ high }, i) =>
      high < 1 && (expected?.[i] ?? 0) > high ? bet(i, high) : null,
    );
    const below = bounds.map(({ low }, i) =>
      low > 0 && (expected?.[i] ?? 1) < low ? bet(i, low) : null,
    );
    return [...above, ...below].map((logE, i) => stepShiryaevRoberts(values[i] ?? 0, logE));
  });
}

/** The average of the detectors, on the scale of windows: compare it with windows per false alarm. */
export function toleranceValue(state: ToleranceDetectors): number {
  const values = state.flat();
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value / values.length, 0);
}
