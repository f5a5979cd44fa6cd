import type { FeatureBaseline } from "./baseline.ts";
import { cellOf } from "./cell-of.ts";
import type { ColumnValue } from "./create-baseline.ts";

/**
 * Counts a column's values in the cells of a baseline.
 *
 * Into a categorical one values go as text, as they did when the baseline was made of a column; into
 * a numeric one whatever is not a number is missing. Adding up the counts of parts is counting the
 * whole. O(values · log cells).
 */
export function countColumn(
  feature: FeatureBaseline,
  values: readonly ColumnValue[],
): { readonly counts: readonly number[]; readonly missing: number } {
  const counts = feature.counts.map(() => 0);
  const cells =
    feature.kind === "categorical"
      ? new Map(feature.categories.map((category, cell) => [category, cell]))
      : null;
  let missing = 0;
  for (const value of values) {
    const cell =
      value === null || value === undefined || Number.isNaN(value)
        ? null
        : cells === null
          ? cellOf(feature, value)
          : (cells.get(String(value)) ?? cells.size);
    if (cell === null) missing += 1;
    else counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return { counts, missing };
}
