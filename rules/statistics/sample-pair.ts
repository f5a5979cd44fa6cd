/** Two samples of one numeric feature, in any order. Neither is changed. */
export interface SamplePair {
  readonly baseline: ArrayLike<number>;
  readonly current: ArrayLike<number>;
}

/** Ascending copies. Throws where a side is empty or holds NaN: a missing value is counted, not compared. */
export function sortedPair(of: SamplePair): {
  readonly baseline: Float64Array;
  readonly current: Float64Array;
} {
  return { baseline: ascending(of.baseline), current: ascending(of.current) };
}

function ascending(values: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) throw new Error("both sides need a value, got none");
  // NaN sorts last.
  if (Number.isNaN(sorted.at(-1))) throw new Error("samples hold numbers, got NaN");
  return sorted;
}
