/**
 * Radius of a confidence sequence for a mean, two-sided, closed form: with probability 1 − α it covers the
 * mean at all sample sizes at once.
 *
 * The mean of n values lies within boundary/n, boundary = √((V + ρ)·ln((V + ρ)/(ρα²))), V = n·σ². Exact
 * for normal (and sub-Gaussian) values of a known variance; with an estimated one, asymptotic. V ≥ 0,
 * α in (0, 1), ρ > 0 from `mixtureScale`. O(1).
 *
 * Source: Howard et al. (2021), Annals of Statistics 49(2), 1055–1080, proposition 5; as `confseq`.
 */
export function normalMixtureBoundary(of: {
  readonly variance: number;
  readonly alpha: number;
  readonly scale: number;
}): number {
  const { variance, alpha, scale } = of;
  if (!(variance >= 0 && alpha > 0 && alpha < 1 && scale > 0)) {
    throw new Error(
      `needs a variance of 0 or more, α in (0, 1) and a scale above 0, got ${variance}, ${alpha} and ${scale}`,
    );
  }
  const total = variance + scale;
  return Math.sqrt(total * (Math.log(total / scale) - 2 * Math.log(alpha)));
}

/**
 * The scale ρ at which the boundary is tightest near the given variance V (n·σ²):
 * V/(2·ln(1/α) + ln(1 + 2·ln(1/α))).
 */
export function mixtureScale(of: { readonly variance: number; readonly alpha: number }): number {
  const spent = -2 * Math.log(of.alpha);
  return of.variance / (spent + Math.log1p(spent));
}
