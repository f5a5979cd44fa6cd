import type { FeatureBaseline } from "./baseline.ts";
import { CellSearch } from "./cell-search.ts";

/**
 * The cell of one value in a feature's baseline, or null where it counts as missing: null, NaN, or
 * a kind of value that the feature does not have (text in a numeric one, a number in a categorical one).
 *
 * Numeric: right-closed cells, O(log cells); infinities fall in the end cells. Categorical: a rare
 * value falls in the cell of rare ones, one that was never seen in the last cell. Sums have no cells.
 */
export function cellOf(feature: FeatureBaseline, value: unknown): number | null {
  if (feature.kind === "categorical") {
    return typeof value === "string" ? searchOf(feature).ofText(value) : null;
  }
  if (feature.kind === "sums" || typeof value !== "number" || Number.isNaN(value)) return null;
  return searchOf(feature).ofNumber(value);
}

/** A feature's search, made once: its baseline never changes. */
export function searchOf(feature: FeatureBaseline): CellSearch {
  const known = made.get(feature);
  if (known !== undefined) return known;
  const search = new CellSearch(feature);
  made.set(feature, search);
  return search;
}

const made = new WeakMap<FeatureBaseline, CellSearch>();
