import type { TextColumn } from "./column-builder.ts";
import type { CountedBins } from "./decile-bins.ts";

const CATEGORIES_MAX = 100;

/** Both samples of a text column counted by category. */
export interface CountedCategories extends CountedBins {
  /** Values of the current column that the reference never had. */
  readonly newValues: number;
  /** The most frequent of them; null where there is none. */
  readonly newest: string | null;
  /** Share of values that would be new in another sample of the reference: its singletons (Good–Turing). */
  readonly newExpected: number;
  readonly distinct: { readonly reference: number; readonly current: number };
}

/**
 * Counts two text columns in the 100 most frequent categories of the reference (ties by text), then
 * all its others, then those that it never had: a new category is never folded into the others.
 */
export function categoryBins(reference: TextColumn, current: TextColumn): CountedCategories {
  const before = frequencies(reference);
  const after = frequencies(current);
  const ranked = [...before].sort(byFrequency);
  const kept = ranked.slice(0, CATEGORIES_MAX).map(([category]) => category);
  const rest = ranked.slice(CATEGORIES_MAX);

  const isKept = new Set(kept);
  let [others, newValues] = [0, 0];
  let newest: readonly [string, number] | null = null;
  for (const entry of after) {
    const [category, count] = entry;
    if (!before.has(category)) {
      newValues += count;
      if (newest === null || byFrequency(entry, newest) < 0) newest = entry;
    } else if (!isKept.has(category)) others += count;
  }
  const n = ranked.reduce((sum, [, count]) => sum + count, 0);
  const singletons = ranked.filter(([, count]) => count === 1).length;
  return {
    labels: [...kept, "other categories", "new categories"],
    reference: [
      ...kept.map((category) => before.get(category) ?? 0),
      rest.reduce((sum, [, count]) => sum + count, 0),
      0,
    ],
    current: [...kept.map((category) => after.get(category) ?? 0), others, newValues],
    newValues,
    newest: newest?.[0] ?? null,
    newExpected: n === 0 ? 0 : singletons / n,
    distinct: { reference: before.size, current: after.size },
  };
}

/** The most frequent first, equals by text. */
function byFrequency([a, n]: readonly [string, number], [b, m]: readonly [string, number]): number {
  return m - n || (a < b ? -1 : 1);
}

function frequencies(column: TextColumn): ReadonlyMap<string, number> {
  const counts = new Float64Array(column.categories.length);
  for (const code of column.codes) {
    if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  }
  return new Map(column.categories.map((category, code) => [category, counts[code] ?? 0]));
}
