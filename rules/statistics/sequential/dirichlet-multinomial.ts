import { gammaln } from "simple-statistics";

/**
 * ln of the evidence that counts do not come from the given shares: an e-process over all cells.
 *
 * A function of the summed counts alone, so merged and ordered in any way. `concentration` is that of
 * every cell of the symmetric Dirichlet prior, 1 where absent. −∞ never, +∞ where something was counted
 * in a cell whose share is 0.
 *
 * The shares are taken as known. An estimate from a baseline is not: its own sampling error is found in
 * the end, and then this alarms with nothing wrong. For a baseline take the tolerance Shiryaev–Roberts.
 * Throws where the lengths differ.
 *
 * Source: Lindon & Malek (2022), NeurIPS; arXiv 2011.03567.
 */
export function logDirichletMultinomial(of: {
  readonly counts: readonly number[];
  readonly shares: readonly number[];
  readonly concentration?: number;
}): number {
  const { counts, shares, concentration = 1 } = of;
  if (counts.length !== shares.length) {
    throw new Error(
      `counts and shares have the same cells, got ${counts.length} and ${shares.length}`,
    );
  }
  let total = 0;
  let sum = 0;
  counts.forEach((count, i) => {
    if (count === 0) return;
    total += count;
    sum += gammaln(concentration + count) - gammaln(concentration);
    sum -= count * Math.log(shares[i] ?? 0);
  });
  const all = concentration * counts.length;
  return gammaln(all) - gammaln(all + total) + sum;
}
