/** Adds two histograms of equally many bins; an empty list is none yet. */
export function addBins(a: readonly number[], b: readonly number[]): readonly number[] {
  return a.length === 0 ? b : a.map((count, i) => count + (b[i] ?? 0));
}
