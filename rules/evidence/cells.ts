import type { Magnitudes } from "../profile/baseline.ts";
import { addCounts } from "./add-counts.ts";

/** Counts of one feature in the cells of a baseline (see `profile/baseline.ts`). */
export interface Cells {
  readonly kind: "cells";
  /** Digest of the baseline that defines the cells. */
  readonly baseline: string;
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
  /** The smallest and largest finite value; null without one, and for categories. */
  readonly min: number | null;
  readonly max: number | null;
  /** The finite numbers by size; empty for categories. */
  readonly magnitudes: Magnitudes;
}

/** Cells that nothing was counted in: as many as the feature's baseline has. */
export function emptyCells(baseline: string, cells: number): Cells {
  return {
    kind: "cells",
    baseline,
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

/** Adds two counts of the same cells. Throws where the baselines or lengths differ. */
export function mergeCells(a: Cells, b: Cells): Cells {
  if (a.baseline !== b.baseline || a.counts.length !== b.counts.length) {
    throw new Error(`cells merge within one baseline, got ${a.baseline} and ${b.baseline}`);
  }
  return {
    kind: "cells",
    baseline: a.baseline,
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
