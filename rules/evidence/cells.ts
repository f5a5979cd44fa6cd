/** Counts of one feature in the cells of a baseline (see `profile/baseline.ts`). */
export interface Cells {
  readonly kind: "cells";
  /** Digest of the baseline that defines the cells. */
  readonly baseline: string;
  /** As many as the feature's baseline has; same order. */
  readonly counts: readonly number[];
  /** Predictions whose feature was absent, null or NaN. */
  readonly missing: number;
}

/** Adds two counts of the same cells. Asserts equal baselines and lengths. */
export function mergeCells(a: Cells, b: Cells): Cells {
  if (a.baseline !== b.baseline || a.counts.length !== b.counts.length) {
    throw new Error(`cells merge within one baseline, got ${a.baseline} and ${b.baseline}`);
  }
  return {
    kind: "cells",
    baseline: a.baseline,
    counts: a.counts.map((count, i) => count + (b.counts[i] ?? 0)),
    missing: a.missing + b.missing,
  };
}
