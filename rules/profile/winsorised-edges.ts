import type { NumericBaseline } from "./baseline.ts";

/**
 * How far beyond the outermost half percents a value may stand, in interquartile ranges. A value stands
 * at the upper edge of its cell, and the outermost cells may be empty but for one outlier: more would
 * overstate all others in them. A normal distribution's extremes lie nearer.
 */
const REACH = 1;
const TAIL = 0.005;

/**
 * A feature's edges as distances in the feature's unit take them: none further than one interquartile
 * range from the outermost half percents of the baseline, so that one outlier in it is no yardstick.
 *
 * Ascending, as many as the edges; clamped ones are equal. Quantiles are taken at the edges.
 */
export function winsorisedEdges(feature: NumericBaseline): readonly number[] {
  const known = made.get(feature);
  if (known !== undefined) return known;
  const at = quantilesOf(feature);
  const reach = REACH * (at(0.75) - at(0.25));
  const [low, high] = [at(TAIL) - reach, at(1 - TAIL) + reach];
  const edges = feature.edges.map((edge) => Math.min(high, Math.max(low, edge)));
  made.set(feature, edges);
  return edges;
}

/** A baseline is compared many times and never changes. */
const made = new WeakMap<NumericBaseline, readonly number[]>();

function quantilesOf({ counts, edges }: NumericBaseline): (probability: number) => number {
  const n = counts.reduce((sum, count) => sum + count, 0);
  return (probability) => {
    // An edge that stands at the quantile exactly is not missed by rounding.
    const needed = probability * n * (1 - 1e-12);
    let seen = 0;
    for (let i = 0; i < edges.length; i++) {
      seen += counts[i] ?? 0;
      if (seen >= needed) return edges[i] ?? 0;
    }
    return edges.at(-1) ?? 0;
  };
}
