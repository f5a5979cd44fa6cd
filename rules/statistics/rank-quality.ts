import type { Interval } from "./interval.ts";
import { wilsonBounds } from "./wilson.ts";

/** The mean of a gain in [0, 1] over ranked lists, with one-sided bounds. */
export interface RankQuality extends Interval {
  readonly value: number;
  /** Lists whose chosen item is known. */
  readonly n: number;
}

/** Rank of the item that was the right one (1 is the top) → lists. */
export type RankCounts = Readonly<Record<string, number>>;

/** Mean reciprocal rank: of 1 over the rank of the right item. null without a list. */
export function meanReciprocalRank(counts: RankCounts, confidence: number): RankQuality | null {
  return meanGain(counts, confidence, (rank) => 1 / rank);
}

/** Share of lists with the right item among the first `depth`. null without a list. */
export function hitRate(counts: RankCounts, depth: number, confidence: number): RankQuality | null {
  return meanGain(counts, confidence, (rank) => (rank <= depth ? 1 : 0));
}

/**
 * Normalised discounted cumulative gain down to `depth` of lists with one right item each: the mean
 * of 1 / log₂(1 + rank), 0 below the depth. null without a list.
 *
 * Source: Järvelin & Kekäläinen (2002), ACM TOIS 20(4), 422–446.
 */
export function discountedGain(
  counts: RankCounts,
  depth: number,
  confidence: number,
): RankQuality | null {
  return meanGain(counts, confidence, (rank) => (rank <= depth ? 1 / Math.log2(1 + rank) : 0));
}

/**
 * A gain in [0, 1] with mean μ varies by at most μ(1 − μ): Wilson's bounds hold for it, on the safe
 * side.
 */
function meanGain(
  counts: RankCounts,
  confidence: number,
  gainOf: (rank: number) => number,
): RankQuality | null {
  let [n, gain] = [0, 0];
  for (const [rank, lists] of Object.entries(counts)) {
    n += lists;
    gain += lists * gainOf(Number(rank));
  }
  if (n === 0) return null;
  const successes = Math.min(n, gain);
  return { value: successes / n, n, ...wilsonBounds({ successes, trials: n, confidence }) };
}
