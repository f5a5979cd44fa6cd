import { addCounts } from "../evidence/add-counts.ts";
import type { Magnitudes } from "./baseline.ts";

/** What a window's values of one feature came to, in the cells of its baseline. */
export interface CellCounts {
  /** As many as the feature's baseline has; same order. */
  readonly counts: readonly number[];
  /** Predictions whose feature was absent, null, NaN or of another kind: all without a cell. */
  readonly missing: number;
  /** Of `missing`: NaN. */
  readonly notANumber: number;
  /** Of `missing`: values of a kind that the feature does not have. */
  readonly wrongType: number;
  /** Of `counts`: ±Infinity, which stand in the end cells. */
  readonly infinite: number;
  /** The smallest and largest finite value; null without one, and for what is not numeric. */
  readonly min: number | null;
  readonly max: number | null;
  /** The finite numbers by size; empty for what is not numeric. */
  readonly magnitudes: Magnitudes;
}

/** So many cells that nothing was counted in. */
export function emptyCellCounts(cells: number): CellCounts {
  return {
    counts: new Array<number>(cells).fill(0),
    missing: 0,
    notANumber: 0,
    wrongType: 0,
    infinite: 0,
    min: null,
    max: null,
    magnitudes: {},
  };
}

/** Adds two counts of the same cells: in any order, the same. Throws where their numbers of cells differ. */
export function mergeCellCounts(a: CellCounts, b: CellCounts): CellCounts {
  if (a.counts.length !== b.counts.length) {
    throw new Error(
      `counts merge within one baseline, got ${a.counts.length} and ${b.counts.length} cells`,
    );
  }
  return {
    counts: a.counts.map((count, i) => count + (b.counts[i] ?? 0)),
    missing: a.missing + b.missing,
    notANumber: a.notANumber + b.notANumber,
    wrongType: a.wrongType + b.wrongType,
    infinite: a.infinite + b.infinite,
    min: extreme(a.min, b.min, Math.min),
    max: extreme(a.max, b.max, Math.max),
    magnitudes: addCounts(a.magnitudes, b.magnitudes),
  };
}

function extreme(
  a: number | null,
  b: number | null,
  of: (a: number, b: number) => number,
): number | null {
  return a === null ? b : b === null ? a : of(a, b);
}
