import type { FeatureBaseline } from "./baseline.ts";

/**
 * The cell of one value in a feature's baseline, or null where it counts as missing: null, NaN, or
 * a kind of value that the feature does not have (text in a numeric one, a number in a categorical one).
 *
 * Numeric: binary search over right-closed cells, O(log cells); infinities fall in the end cells.
 */
export function cellOf(feature: FeatureBaseline, value: unknown): number | null {
  if (feature.kind === "sums") return null;
  if (feature.kind === "categorical") {
    if (typeof value !== "string") return null;
    const index = feature.categories.indexOf(value);
    if (index >= 0) return index;
    const isNew = feature.rare !== undefined && !feature.rare.includes(value);
    return feature.categories.length + (isNew ? 1 : 0);
  }
  if (typeof value !== "number" || Number.isNaN(value)) return null;
  let low = 0;
  let high = feature.edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((feature.edges[middle] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
