import { type CountPair, sizesOf, totalOf } from "./count-pair.ts";

/** How far values would have to move to make one histogram the other. */
export interface Wasserstein {
  /** ∫|F − G| in the unit of the feature. */
  readonly distance: number;
  /** What the distance is divided by, and which spread of the baseline it is. */
  readonly scale: Spread;
  /**
   * distance ÷ scale; null where the baseline is constant and has no spread to divide by, where the spread
   * is too small for all its digits, and where it, the distance or their quotient is more than a number holds.
   */
  readonly normalised: number | null;
  /** One a cell, in the unit of the feature: they sum to the distance. 0 for both end cells. */
  readonly contributions: readonly number[];
  /** The share of each side in the open end cells, whose distance from the edge is not known. */
  readonly beyond: { readonly baseline: number; readonly current: number };
}

export interface Spread {
  readonly kind: "interquartile range" | "10–90 % range" | "standard deviation" | "none";
  readonly value: number;
}

/**
 * Wasserstein-1 distance (earth mover's) of counts in cells, in units of the baseline's
 * interquartile range.
 *
 * `edges` ascend and are one fewer than the cells; cell i is (edges[i−1], edges[i]]. A value
 * stands at the upper edge of its cell, so it is exact for values on edges (integers, atoms) and
 * within a cell's width otherwise. Winsorised: values in the open end cells stand at the outermost
 * edges, so one outlier moves nothing and a shift beyond the edges is understated: `beyond` says
 * how much lies there. Where the interquartile range is 0 the 10–90 % range divides, then the
 * standard deviation; all taken at the edges. Symmetric but for the scale. Throws where the cells
 * differ or a side is empty. O(cells).
 *
 * Source: Vallender (1974), Theory of Probability & Its Applications 18(4), 784–786.
 */
export function wasserstein(of: CountPair & { readonly edges: readonly number[] }): Wasserstein {
  const { n, m } = sizesOf(of);
  const { baseline, current, edges } = of;
  if (edges.length !== baseline.length - 1) {
    throw new Error(`${baseline.length} cells need one edge fewer, got ${edges.length}`);
  }
  let belowBaseline = 0;
  let belowCurrent = 0;
  const contributions = new Array<number>(baseline.length).fill(0);
  let distance = 0;
  // Both end cells stand at their one edge: nothing has to move through them.
  for (let i = 1; i < edges.length; i++) {
    belowBaseline += baseline[i - 1] ?? 0;
    belowCurrent += current[i - 1] ?? 0;
    const gap = Math.abs(belowBaseline / n - belowCurrent / m);
    if (gap === 0) continue;
    const part = gap * ((edges[i] ?? 0) - (edges[i - 1] ?? 0));
    contributions[i] = part;
    distance += part;
  }
  const scale = spreadOf(baseline, edges, n);
  const inSpreads = distance / scale.value;
  const isUnit = scale.value >= SMALLEST_NORMAL && scale.value < Infinity;
  const isComparable = isUnit && Number.isFinite(inSpreads);
  return {
    distance,
    scale,
    normalised: isComparable ? inSpreads : null,
    contributions,
    beyond: { baseline: beyond(baseline) / n, current: beyond(current) / m },
  };
}

/** Below it numbers lose digits. */
const SMALLEST_NORMAL = 2 ** -1022;

function beyond(counts: readonly number[]): number {
  return counts.length < 2 ? 0 : (counts[0] ?? 0) + (counts.at(-1) ?? 0);
}

function spreadOf(counts: readonly number[], edges: readonly number[], n: number): Spread {
  const at = (probability: number): number => quantileAt(counts, edges, probability * n);
  const quartiles = at(0.75) - at(0.25);
  if (quartiles > 0) return { kind: "interquartile range", value: quartiles };
  const deciles = at(0.9) - at(0.1);
  if (deciles > 0) return { kind: "10–90 % range", value: deciles };
  const deviation = standardDeviation(counts, edges, n);
  return deviation > 0
    ? { kind: "standard deviation", value: deviation }
    : { kind: "none", value: 0 };
}

/** The first edge with so many values at or below it. */
function quantileAt(counts: readonly number[], edges: readonly number[], needed: number): number {
  let seen = 0;
  for (let i = 0; i < edges.length; i++) {
    seen += counts[i] ?? 0;
    if (seen >= needed) return edges[i] ?? 0;
  }
  return edges.at(-1) ?? 0;
}

function standardDeviation(counts: readonly number[], edges: readonly number[], n: number): number {
  const last = edges.length - 1;
  const at = (cell: number): number => edges[Math.min(cell, last)] ?? 0;
  const mean = totalOf(counts.map((count, i) => (count / n) * at(i)));
  // A spread that is only rounding of the mean is none.
  const deviation = Math.sqrt(totalOf(counts.map((count, i) => (count / n) * (at(i) - mean) ** 2)));
  return deviation > Math.abs(mean) * 1e-12 ? deviation : 0;
}
