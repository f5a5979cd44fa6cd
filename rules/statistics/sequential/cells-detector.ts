import { totalOf } from "../count-pair.ts";
import {
  type Dispersion,
  dispersionFactor,
  emptyDispersion,
  stepDispersion,
} from "./dispersion.ts";
import {
  emptyMemories,
  expectedShares,
  MEMORIES,
  type Memories,
  stepMemories,
} from "./memories.ts";
import {
  baselineShares,
  boundsFromStability,
  boundsFromTolerance,
  guardedStability,
} from "./share-bounds.ts";
import { stepShiryaevRoberts } from "./shiryaev-roberts.ts";
import { projectOntoStability, stabilityOf } from "./stability-projection.ts";
import {
  emptyToleranceDetectors,
  type ShareBounds,
  stepToleranceDetectors,
  type ToleranceDetectors,
  toleranceValue,
} from "./tolerance-shiryaev-roberts.ts";

/**
 * How much drift is tolerated: a population stability index, or a change of any one cell's share, 0.01
 * being one percentage point. Above 0.
 */
export type CellTolerance = { readonly stability: number } | { readonly share: number };

/** What is compared, worked out once from a baseline's counts. */
export interface CellsNull {
  readonly shares: readonly number[];
  readonly bounds: readonly ShareBounds[];
  /** The index that is tolerated as a whole; null where only single cells are. */
  readonly stability: number | null;
}

/** What the detector of a histogram remembers between windows. */
export interface CellsDetector {
  readonly memories: Memories;
  readonly dispersion: Dispersion;
  readonly cells: ToleranceDetectors;
  /** One value a memory for the index as a whole; stays 0 without one. */
  readonly whole: readonly number[];
}

/**
 * What is tolerated around a baseline. `baseline` holds counts of 2 cells or more; deciles, or categories.
 *
 * Both kinds are widened by what the baseline cannot know about itself: see `boundsFromTolerance` and
 * `guardedStability`.
 */
export function toleratedCells(baseline: readonly number[], tolerance: CellTolerance): CellsNull {
  const total = totalOf(baseline);
  if (baseline.length < 2 || total === 0) {
    throw new Error(
      `a baseline has two cells or more and holds values, got ${baseline.length} cells`,
    );
  }
  const shares = baselineShares(baseline);
  if ("share" in tolerance) {
    return { shares, bounds: boundsFromTolerance(baseline, tolerance.share), stability: null };
  }
  const stability = guardedStability(baseline, tolerance.stability);
  return { shares, bounds: boundsFromStability(shares, stability), stability };
}

/** Before the first window. */
export function emptyCellsDetector(cells: number): CellsDetector {
  return {
    memories: emptyMemories(cells),
    dispersion: emptyDispersion,
    cells: emptyToleranceDetectors(cells),
    whole: MEMORIES.map(() => 0),
  };
}

/**
 * A window more of a histogram: the tolerance Shiryaev–Roberts bets on single cells, and, where the
 * tolerance is an index, bets against every histogram whose index is within it (a spread-out shift exceeds
 * the index long before one cell does). An empty window changes nothing.
 */
export function stepCellsDetector(
  state: CellsDetector,
  counts: readonly number[],
  tolerated: CellsNull,
): CellsDetector {
  const size = totalOf(counts);
  if (size === 0) return state;
  const { memories } = state;
  const dispersion = dispersionFactor(state.dispersion, counts.length, size);
  const whole = memories.map((memory, i) =>
    stepShiryaevRoberts(state.whole[i] ?? 0, logProjected(memory, counts, tolerated, dispersion)),
  );
  return {
    memories: stepMemories(memories, counts),
    dispersion: stepDispersion(state.dispersion, counts),
    cells: stepToleranceDetectors(state.cells, counts, {
      bounds: tolerated.bounds,
      memories,
      dispersion,
    }),
    whole,
  };
}

/** The value of all bets together, on the scale of windows: half on the whole, half on the cells. */
export function cellsValue(state: CellsDetector, { stability }: CellsNull): number {
  const cells = toleranceValue(state.cells);
  if (stability === null) return cells;
  const whole = state.whole.reduce((sum, value) => sum + value / state.whole.length, 0);
  return (whole + cells) / 2;
}

/** Whether the last windows, about two of them, keep what is tolerated; null before the first. */
export function areCellsInside(state: CellsDetector, tolerated: CellsNull): boolean | null {
  const memory = state.memories[0] ?? [];
  const expected = expectedShares(memory);
  if (expected === null) return null;
  if (tolerated.stability === null) {
    return expected.every((share, i) => {
      const { low, high } = tolerated.bounds[i] ?? { low: 0, high: 1 };
      return share >= low && share <= high;
    });
  }
  const rows = totalOf(memory);
  // What chance alone adds to the index of that many rows.
  const bias = (memory.length - 1) / rows;
  return stabilityOf(tolerated.shares, expected) - bias <= tolerated.stability;
}

function logProjected(
  memory: readonly number[],
  counts: readonly number[],
  { shares, stability }: CellsNull,
  dispersion: number,
): number | null {
  if (stability === null) return null;
  const alternative = expectedShares(memory);
  if (alternative === null) return null;
  const nearest = projectOntoStability({ baseline: shares, alternative, limit: stability });
  if (nearest === null) return null;
  let log = 0;
  counts.forEach((count, i) => {
    log += count * Math.log((alternative[i] ?? 1) / (nearest[i] ?? 1));
  });
  return log / dispersion;
}
