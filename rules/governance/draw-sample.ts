/**
 * Draws from a population so that anybody who has the seed draws the same: items are put in the order
 * of the hash of seed and item, and the first are taken.
 *
 * The order of the population does not matter, and items that stand twice count once. `hash` is SHA-256
 * in hex. O(n log n).
 */
export function drawSample(of: {
  readonly population: readonly string[];
  readonly seed: string;
  readonly count: number;
  readonly hash: (text: string) => string;
}): readonly string[] {
  return [...new Set(of.population)]
    .map((item) => ({ item, rank: of.hash(`${of.seed}\n${item}`) }))
    .sort((a, b) => (a.rank === b.rank ? compare(a.item, b.item) : compare(a.rank, b.rank)))
    .slice(0, of.count)
    .map(({ item }) => item);
}

/** The hash of a population, whatever its order: that nothing was left out of it can be checked. */
export function populationDigest(
  population: readonly string[],
  hash: (text: string) => string,
): string {
  return hash([...new Set(population)].sort(compare).join("\n"));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
