import { addCounts } from "../evidence/add-counts.ts";
import type { Cells } from "../evidence/cells.ts";
import type { FeatureBaseline, Magnitudes } from "./baseline.ts";
import { addExact, type ExactText, meanAndVariance } from "./exact-number.ts";

/**
 * What is kept of one feature in one window: counts in the baseline's cells, what has no cell and
 * why, extremes, sizes and exact moments. Profiles of parts merge to the profile of the whole, byte
 * for byte.
 */
export interface Profile {
  /** As many as the feature's baseline has; same order. */
  readonly counts: readonly number[];
  /** Predictions whose feature was absent, null, NaN or of another kind. */
  readonly missing: number;
  /** Of `missing`: NaN. */
  readonly notANumber: number;
  /** Of `missing`: values of a kind that the feature does not have. */
  readonly wrongType: number;
  /** Of `counts`: ±Infinity. */
  readonly infinite: number;
  /** Of the finite values; null without one, and for what is not numeric. */
  readonly min: number | null;
  readonly max: number | null;
  /** Empty for what is not numeric. */
  readonly magnitudes: Magnitudes;
  /** Exact, of the finite values: Σx and Σx². */
  readonly sum: ExactText;
  readonly sumOfSquares: ExactText;
}

/** The profile of a window without predictions. */
export function emptyProfile(feature: FeatureBaseline): Profile {
  return {
    counts: feature.counts.map(() => 0),
    missing: 0,
    notANumber: 0,
    wrongType: 0,
    infinite: 0,
    min: null,
    max: null,
    magnitudes: {},
    sum: "0",
    sumOfSquares: "0",
  };
}

/** Adds two profiles of the same cells: in any order, the same. Throws where their numbers of cells differ. */
export function mergeProfiles(a: Profile, b: Profile): Profile {
  if (a.counts.length !== b.counts.length) {
    throw new Error(
      `profiles merge within one baseline, got ${a.counts.length} and ${b.counts.length} cells`,
    );
  }
  return {
    counts: a.counts.map((count, i) => count + (b.counts[i] ?? 0)),
    missing: a.missing + b.missing,
    notANumber: a.notANumber + b.notANumber,
    wrongType: a.wrongType + b.wrongType,
    infinite: a.infinite + b.infinite,
    min: a.min === null ? b.min : b.min === null ? a.min : Math.min(a.min, b.min),
    max: a.max === null ? b.max : b.max === null ? a.max : Math.max(a.max, b.max),
    magnitudes: addCounts(a.magnitudes, b.magnitudes),
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
