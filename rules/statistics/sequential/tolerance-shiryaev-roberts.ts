import { totalOf } from "../count-pair.ts";
import { logBernoulliBet } from "./bernoulli-bet.ts";
import { expectedShares, MEMORIES, type Memories } from "./memories.ts";
import { stepShiryaevRoberts } from "./shiryaev-roberts.ts";

/** The shares that a cell may have. A bound of 0 or 1 is none. */
export interface ShareBounds {
  readonly low: number;
  readonly high: number;
}

/** One row a memory: for each cell a value above its bound, and one below. */
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
  const trials = totalOf(counts);
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
    const next: number[] = [];
    bounds.forEach(({ low, high }, i) => {
      const above = high < 1 && (expected?.[i] ?? 0) > high ? bet(i, high) : null;
      const below = low > 0 && (expected?.[i] ?? 1) < low ? bet(i, low) : null;
      next.push(
        stepShiryaevRoberts(values[2 * i] ?? 0, above),
        stepShiryaevRoberts(values[2 * i + 1] ?? 0, below),
      );
    });
    return next;
  });
}

/** The average of the detectors, on the scale of windows: compare it with windows per false alarm. */
export function toleranceValue(state: ToleranceDetectors): number {
  let sum = 0;
  let count = 0;
  for (const values of state) {
    for (const value of values) sum += value;
    count += values.length;
  }
  return count === 0 ? 0 : sum / count;
}
