import { logBernoulliBet } from "./bernoulli-bet.ts";
import { logBetaMixture, type RateCounts } from "./beta-mixture.ts";
import {
  type Dispersion,
  dispersionFactor,
  emptyDispersion,
  stepDispersion,
} from "./dispersion.ts";
import { emptyMemories, expectedShares, type Memories, stepMemories } from "./memories.ts";
import { stepShiryaevRoberts } from "./shiryaev-roberts.ts";

/** The rates that are allowed; at least one bound, in (0, 1). */
export interface RateLimits {
  readonly max?: number;
  readonly min?: number;
}

/** What a rate's detector remembers between windows: about thirty numbers. */
export interface RateDetector {
  readonly memories: Memories;
  readonly dispersion: Dispersion;
  /** One value a bet, on the scale of windows. */
  readonly above: readonly number[];
  readonly below: readonly number[];
}

/** Before the first window. */
export const emptyRateDetector: RateDetector = {
  memories: emptyMemories(2),
  dispersion: emptyDispersion,
  above: [],
  below: [],
};

/**
 * A window more of a rate that has limits.
 *
 * Four bets a limit, averaged: the beta mixture on the window alone, which needs no past and finds a
 * large shift in the window where it happens; and for each of three memories a bet on the rate that the
 * earlier windows show, placed only where that is beyond the limit. Every bet is divided by the
 * dispersion of the earlier windows. An empty window changes nothing.
 */
export function stepRateDetector(
  state: RateDetector,
  window: RateCounts,
  limits: RateLimits,
): RateDetector {
  const { successes, trials } = window;
  if (trials === 0) return state;
  const counts = [successes, trials - successes];
  const dispersion = dispersionFactor(state.dispersion, 2, trials);
  const bets = (side: "above" | "below", limit: number | undefined): readonly number[] => {
    if (limit === undefined) return [];
    const isBeyond = (rate: number): boolean => (side === "above" ? rate > limit : rate < limit);
    // A window within the limit is worth less than 1 here; calling that 0 is cheaper, and never bolder.
    const logMixture = isBeyond(successes / trials)
      ? logBetaMixture({
          successes: successes / dispersion,
          trials: trials / dispersion,
          limit,
          side,
        })
      : -Infinity;
    const placed = state.memories.map((memory) => {
      const alternative = expectedShares(memory)?.[0] ?? null;
      if (alternative === null || !isBeyond(alternative)) return null;
      return logBernoulliBet({ successes, trials, alternative, limit, dispersion });
    });
    return [logMixture, ...placed].map((logE, i) => stepShiryaevRoberts(state[side][i] ?? 0, logE));
  };
  return {
    memories: stepMemories(state.memories, counts),
    dispersion: stepDispersion(state.dispersion, counts),
    above: bets("above", limits.max),
    below: bets("below", limits.min),
  };
}

/** The rate that the last windows show, about two of them; null before the first. */
export function currentRate(state: RateDetector): number | null {
  const [successes = 0, failures = 0] = state.memories[0] ?? [];
  const trials = successes + failures;
  return trials === 0 ? null : successes / trials;
}
