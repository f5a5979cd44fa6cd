import type { FeatureBaseline } from "./baseline.ts";
import { cellOf, searchOf } from "./cell-of.ts";
import type { ColumnValue } from "./column-value.ts";

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
  let missing = 0;
  for (const value of values) {
    const cell = columnCell(feature, value);
    if (cell === null) missing += 1;
    else counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return { counts, missing };
}

/** The cell of a column's value, null where it is missing. */
export function columnCell(feature: FeatureBaseline, value: ColumnValue): number | null {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  return feature.kind === "categorical"
    ? searchOf(feature).ofText(String(value))
    : cellOf(feature, value);
}
