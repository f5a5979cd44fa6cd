import type { Baseline } from "./baseline.ts";
import type { ColumnValue } from "./column-value.ts";

/** More labels than this are texts of the model's own: what is beyond them is one label. */
export const OUTPUT_LABELS_MAX = 1_000;
/** Stands for every label beyond the most frequent; no prediction has it. */
export const OTHER_OUTPUTS = "";

/**
 * Counts a column of predicted labels, one row a prediction, into what a baseline keeps of them.
 *
 * Labels are taken as text; rows without one are left out. O(rows).
 */
export function countOutputs(labels: readonly ColumnValue[]): NonNullable<Baseline["outputs"]> {
  const counts = new Map<string, number>();
  for (const label of labels) {
    if (label === null || label === undefined || Number.isNaN(label) || label === "") continue;
    const text = String(label);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return keepOutputs(Object.fromEntries(counts));
}

/** The most frequent labels, ties by text, and what is left of the others under `OTHER_OUTPUTS`. */
export function keepOutputs(
  counts: Readonly<Record<string, number>>,
): NonNullable<Baseline["outputs"]> {
  const entries = Object.entries(counts).sort(
    ([a, n], [b, m]) => m - n || (a < b ? -1 : a > b ? 1 : 0),
  );
  if (entries.length <= OUTPUT_LABELS_MAX) return Object.fromEntries(entries);
  const rest = entries.slice(OUTPUT_LABELS_MAX).reduce((sum, [, count]) => sum + count, 0);
  return Object.fromEntries([...entries.slice(0, OUTPUT_LABELS_MAX), [OTHER_OUTPUTS, rest]]);
}
