import {
  logBeta,
  logBetaKernel,
  logIncompleteBeta,
  logIncompleteBetaUpper,
} from "../incomplete-beta.ts";

/** How often something happened so far: the whole state of the e-process. */
export interface RateCounts {
  readonly successes: number;
  readonly trials: number;
}

/** Nothing has been seen. */
export const emptyRateCounts: RateCounts = { successes: 0, trials: 0 };

/** A window more. Order does not matter: counting all at once gives the same state. */
export function stepRateCounts(state: RateCounts, window: RateCounts): RateCounts {
  return {
    successes: state.successes + window.successes,
    trials: state.trials + window.trials,
  };
}

/** Which rates are the alternative, and how they are weighed. */
export interface BetaMixture {
  /** The rate that is allowed, in (0, 1). */
  readonly limit: number;
  /** `above`: evidence that the rate exceeds the limit; `below`: its mirror. */
  readonly side: "above" | "below";
  /** Alternatives begin this far beyond the limit, ≥ 0; 0 where absent. Nearer ones win less, then. */
  readonly tolerance?: number;
  /** Shapes of the beta distribution that weighs them; ½ and ½ (Jeffreys) where absent. */
  readonly prior?: readonly [a: number, b: number];
}

/**
 * ln of the evidence that a rate is beyond its limit: an e-process, which may be looked at after every
 * event for ever.
 *
 * Alternatives are beta-distributed, truncated to the far side of the limit. While the rate keeps the
 * limit, the value has an expectation of at most 1 at any stopping time, so it ever reaches 1/α with a
 * chance of at most α (Ville). A function of the counts alone. `successes` and `trials` need not be
 * whole: counts that were divided by a dispersion serve too. Throws where the limit leaves (0, 1) or no
 * alternative is left. Cost: one continued fraction, about √trials steps.
 *
 * Source: Robbins (1970); Howard et al. (2021), Annals of Statistics 49(2), 1055–1080, example 3.
 */
export function logBetaMixture(of: RateCounts & BetaMixture): number {
  const { successes, trials, limit, side, tolerance = 0 } = of;
  if (!(limit > 0 && limit < 1)) throw new Error(`a rate's limit lies in (0, 1), got ${limit}`);
  const [a, b] = of.prior ?? JEFFREYS;
  const edge = side === "above" ? limit + tolerance : limit - tolerance;
  if (!(edge > 0 && edge < 1)) {
    throw new Error(`no rate lies ${tolerance} beyond the limit ${limit}`);
  }
  const logShare = side === "above" ? logIncompleteBetaUpper : logIncompleteBeta;
  const [posteriorA, posteriorB] = [a + successes, b + trials - successes];
  return (
    a * Math.log(limit) +
    b * Math.log1p(-limit) -
    logBetaKernel(limit, posteriorA, posteriorB) +
    logShare(edge, posteriorA, posteriorB) -
    logBeta(a, b) -
    logShare(edge, a, b)
  );
}

const JEFFREYS = [0.5, 0.5] as const;
