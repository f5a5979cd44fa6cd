/** Two samples of one numeric feature, in any order. Neither is changed. */
export interface SamplePair {
  readonly baseline: ArrayLike<number>;
  readonly current: ArrayLike<number>;
}

/** Both in ascending order: copies, but what ascends already comes as it is. Throws where a side is empty or holds NaN: a missing value is counted, not compared. */
export function sortedPair(of: SamplePair): {
  readonly baseline: Float64Array;
  readonly current: Float64Array;
} {
  return { baseline: ascending(of.baseline), current: ascending(of.current) };
}

function ascending(values: ArrayLike<number>): Float64Array {
  const sorted = isAscending(values) ? values : Float64Array.from(values).sort();
  if (sorted.length === 0) throw new Error("both sides need a value, got none");
  // NaN sorts last.
  if (Number.isNaN(sorted.at(-1))) throw new Error("samples hold numbers, got NaN");
  return sorted;
}

/** Sorting costs more than all that follows, and a caller with several distances to take sorts once. */
function isAscending(values: ArrayLike<number>): values is Float64Array {
  if (!(values instanceof Float64Array)) return false;
  for (let i = 1; i < values.length; i++) {
    if (!((values[i - 1] ?? 0) <= (values[i] ?? 0))) return false;
  }
  return true;
}
