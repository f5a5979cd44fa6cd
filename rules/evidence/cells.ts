import { type CellCounts, emptyCellCounts, mergeCellCounts } from "../profile/cell-counts.ts";

/** Counts of one feature in the cells of a baseline (see `profile/baseline.ts`). */
export interface Cells extends CellCounts {
  readonly kind: "cells";
  /** Digest of the baseline that defines the cells. */
  readonly baseline: string;
}

/** Cells that nothing was counted in: as many as the feature's baseline has. */
export function emptyCells(baseline: string, cells: number): Cells {
  return { kind: "cells", baseline, ...emptyCellCounts(cells) };
}

/** Adds two counts of the same cells. Throws where the baselines or lengths differ. */
export function mergeCells(a: Cells, b: Cells): Cells {
  if (a.baseline !== b.baseline) {
    throw new Error(`cells merge within one baseline, got ${a.baseline} and ${b.baseline}`);
  }
  return { kind: "cells", baseline: a.baseline, ...mergeCellCounts(a, b) };
}
