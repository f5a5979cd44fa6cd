import type { Cells } from "../evidence/cells.ts";
import type { FeatureBaseline } from "./baseline.ts";
import { type CellCounts, emptyCellCounts, mergeCellCounts } from "./cell-counts.ts";
import { addExact, type ExactText, meanAndVariance } from "./exact-number.ts";

/**
 * What is kept of one feature in one window: counts in the baseline's cells, what has no cell and
 * why, extremes, sizes and exact moments. Profiles of parts merge to the profile of the whole, byte
 * for byte.
 */
export interface Profile extends CellCounts {
  /** Exact, of the finite values: Σx and Σx². */
  readonly sum: ExactText;
  readonly sumOfSquares: ExactText;
}

/** The profile of a window without predictions. */
export function emptyProfile(feature: FeatureBaseline): Profile {
  return { ...emptyCellCounts(feature.counts.length), sum: "0", sumOfSquares: "0" };
}

/** Adds two profiles of the same cells: in any order, the same. Throws where their numbers of cells differ. */
export function mergeProfiles(a: Profile, b: Profile): Profile {
  return {
    ...mergeCellCounts(a, b),
    sum: addExact(a.sum, b.sum),
    sumOfSquares: addExact(a.sumOfSquares, b.sumOfSquares),
  };
}

/** A profile as evidence, in the cells of the baseline with this digest. */
export function cellsOf(profile: Profile, baseline: string): Cells {
  const { sum: _sum, sumOfSquares: _squares, ...cells } = profile;
  return { kind: "cells", baseline, ...cells };
}

/** Mean and variance (divided by n) of a profile's finite numbers, each rounded once; null without one. */
export function momentsOf(
  profile: Profile,
): { readonly n: number; readonly mean: number; readonly variance: number } | null {
  const { sum, sumOfSquares } = profile;
  const n = profile.counts.reduce((total, count) => total + count, 0) - profile.infinite;
  return n > 0 && profile.min !== null ? { n, ...meanAndVariance({ n, sum, sumOfSquares }) } : null;
}
