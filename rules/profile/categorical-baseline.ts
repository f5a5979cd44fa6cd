import type { CategoricalBaseline } from "./baseline.ts";

const CATEGORIES_MAX = 100;
/** Half a megabyte of text a feature, at 50 characters each; identifiers have more, and are no categories. */
const RARE_MAX = 10_000;

/** The reference distribution of texts. O(n + k log k) for k distinct ones. */
export function categoricalBaseline(
  values: readonly string[],
  missing: number,
): CategoricalBaseline {
  const frequency = new Map<string, number>();
  for (const value of values) frequency.set(value, (frequency.get(value) ?? 0) + 1);
  const ranked = [...frequency].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const kept = ranked.slice(0, CATEGORIES_MAX);
  const others = ranked.slice(CATEGORIES_MAX);
  const categories = kept.map(([category]) => category);
  const counts = kept.map(([, count]) => count);
  const other = others.reduce((sum, [, count]) => sum + count, 0);
  if (others.length > RARE_MAX) {
    return { kind: "categorical", categories, counts: [...counts, other], missing };
  }
  const rare = others.map(([category]) => category).sort();
  return { kind: "categorical", categories, rare, counts: [...counts, other, 0], missing };
}
