import { quantileRanks } from "./quantile-ranks.ts";

/** Counts in geometric cells: cell i holds (ratio^(i−1), ratio^i], the cell `floor` what is below. */
export interface GeometricCells {
  readonly cells: readonly (readonly [index: number, count: number])[];
  readonly ratio: number;
  readonly floor: number;
}

/** A quantile read from cells. */
export interface CellQuantile {
  /** The geometric middle of the cell that holds it. */
  readonly value: number;
  /** The cell's edges: the sample's own quantile lies between them. */
  readonly bracket: readonly [over: number, upTo: number];
  /** Bounds of the population's quantile; null where the sample is too small for one. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly n: number;
}

/**
 * A quantile (inverted CDF) of values that were counted in geometric cells, its bracket, and
 * one-sided order-statistic bounds, widened to the edges of the cells that hold them.
 *
 * Null where nothing was counted. O(cells · log cells + √n).
 */
export function geometricQuantile(
  of: GeometricCells & { readonly quantile: number; readonly confidence: number },
): CellQuantile | null {
  const ascending = of.cells.filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  const n = ascending.reduce((sum, [, count]) => sum + count, 0);
  if (n === 0) return null;
  const ranks = quantileRanks({ n, quantile: of.quantile, confidence: of.confidence });
  const bracket = edges(of, cellOfRank(ascending, ranks.rank));
  return {
    value: Math.sqrt(bracket[0] * bracket[1]),
    bracket,
    lower: ranks.lower === null ? null : edges(of, cellOfRank(ascending, ranks.lower))[0],
    upper: ranks.upper === null ? null : edges(of, cellOfRank(ascending, ranks.upper))[1],
    n,
  };
}

function cellOfRank(ascending: GeometricCells["cells"], rank: number): number {
  let seen = 0;
  for (const [index, count] of ascending) {
    seen += count;
    if (seen >= rank) return index;
  }
  throw new Error(`rank ${rank} lies beyond the ${seen} values that were counted`);
}

function edges(of: GeometricCells, index: number): readonly [number, number] {
  return [index <= of.floor ? 0 : of.ratio ** (index - 1), of.ratio ** index];
}
