/** Counts of two samples in the same bins (or cells): whole numbers ≥ 0, equally many on both sides. */
export interface CountPair {
  readonly baseline: readonly number[];
  readonly current: readonly number[];
}

/** Both sample sizes. Throws where the bins differ or a side is empty: neither has a distance. */
export function sizesOf({ baseline, current }: CountPair): {
  readonly n: number;
  readonly m: number;
} {
  if (baseline.length !== current.length) {
    throw new Error(`both sides need the same bins, got ${baseline.length} and ${current.length}`);
  }
  const n = totalOf(baseline);
  const m = totalOf(current);
  if (n === 0 || m === 0) throw new Error(`both sides need a value, got ${n} and ${m}`);
  return { n, m };
}

/** The sum, added up from the left. */
export function totalOf(values: readonly number[]): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] ?? 0;
  return total;
}
