import { addCounts } from "./add-counts.ts";

/** Ranks beyond this are counted as this: what lies so deep in a list nobody sees. */
export const RANK_MAX = 1000;

/** Where in its ranked list the right answer stood: by prediction cohort. */
export interface Ranks {
  readonly kind: "ranks";
  /** Predictions of the task `ranking` with status ok. */
  readonly predictions: number;
  /** Rank from 1 (as text) → predictions whose outcome says so. */
  readonly counts: Readonly<Record<string, number>>;
}

export function emptyRanks(): Ranks {
  return { kind: "ranks", predictions: 0, counts: {} };
}

/** The rank that an outcome's value says: a whole number from 1, at most `RANK_MAX`; else null. */
export function rankOf(value: number | null): number | null {
  return Number.isInteger(value) && value !== null && value >= 1 ? Math.min(RANK_MAX, value) : null;
}

export function mergeRanks(a: Ranks, b: Ranks): Ranks {
  return {
    kind: "ranks",
    predictions: a.predictions + b.predictions,
    counts: addCounts(a.counts, b.counts),
  };
}
