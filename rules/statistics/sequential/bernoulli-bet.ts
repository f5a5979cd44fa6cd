/**
 * ln of a bet on one window of a rate: what it multiplies the stake by when `alternative` is bet
 * against `limit`.
 *
 * Expectation at most 1 when the rate keeps the limit and the alternative lies on its far side and was
 * chosen before the window. Divided by the dispersion (≥ 1), for rows of one window resemble each other.
 */
export function logBernoulliBet(of: {
  readonly successes: number;
  readonly trials: number;
  readonly alternative: number;
  readonly limit: number;
  readonly dispersion: number;
}): number {
  const { successes, trials, alternative, limit, dispersion } = of;
  return (
    (successes * Math.log(alternative / limit) +
      (trials - successes) * Math.log((1 - alternative) / (1 - limit))) /
    dispersion
  );
}
