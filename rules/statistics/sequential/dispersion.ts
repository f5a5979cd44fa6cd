import { totalOf } from "../count-pair.ts";

/** How much more windows differ from each other than independent rows would make them. */
export interface Dispersion {
  /** Counts of the last window that held anything; null before the first. */
  readonly previous: readonly number[] | null;
  /** Decayed sums over pairs of neighbouring windows; see `stepDispersion`. */
  readonly pairs: number;
  readonly squares: number;
  readonly noise: number;
  readonly spread: number;
}

/** Before the first window. */
export const emptyDispersion: Dispersion = {
  previous: null,
  pairs: 0,
  squares: 0,
  noise: 0,
  spread: 0,
};

/**
 * A window more: counts of its cells, for a rate its successes and failures.
 *
 * Learnt from the squared differences of neighbouring windows, so that a step of the mean costs one
 * pair, not all that follow. With x the shares, E Σ(x − x′)² = noise + ρ·spread under a
 * Dirichlet-multinomial of intraclass correlation ρ, noise = Σp(1 − p)·(1/n + 1/n′). Forgets with a
 * half-life of about 140 windows. Empty windows, and pairs without any spread, change nothing.
 */
export function stepDispersion(state: Dispersion, counts: readonly number[]): Dispersion {
  const { previous } = state;
  const n = totalOf(counts);
  if (n === 0) return state;
  if (previous === null) return { ...state, previous: counts };
  const m = totalOf(previous);
  let squares = 0;
  let variance = 0;
  counts.forEach((count, i) => {
    const before = previous[i] ?? 0;
    const share = (count + before) / (n + m);
    squares += (count / n - before / m) ** 2;
    variance += share * (1 - share);
  });
  if (variance === 0) return { ...state, previous: counts };
  variance *= (n + m) / (n + m - 1);
  const noise = variance * (1 / n + 1 / m);
  return {
    previous: counts,
    pairs: state.pairs * KEPT + 1,
    squares: state.squares * KEPT + squares,
    noise: state.noise * KEPT + noise,
    spread: state.spread * KEPT + 2 * variance - noise,
  };
}

/**
 * By how much the variance of a window of `size` rows exceeds the binomial one: 1 + (size − 1)·ρ, ≥ 1.
 *
 * ρ is estimated from the pairs, drawn towards 0.005 with the weight of five pairs until they have
 * spoken, plus two standard errors: too cautious a factor delays an alarm by a few per cent, too bold a
 * one makes false ones.
 */
export function dispersionFactor(state: Dispersion, cells: number, size: number): number {
  const { pairs, squares, noise, spread } = state;
  const weight = pairs + PRIOR_PAIRS;
  const meanSpread = pairs === 0 ? 1 : spread / pairs;
  // Without a pair the noise of a window of this size stands for that of the past.
  const meanNoise = pairs === 0 ? 2 / size : noise / pairs;
  const excess = Math.max(0, squares - noise) + PRIOR_PAIRS * PRIOR_CORRELATION * meanSpread;
  // Neighbouring differences share a window: the variance of their mean is 3/pairs, not 2/pairs.
  const error = Math.sqrt(3 / (weight * Math.max(1, cells - 1)));
  const estimate = excess / weight;
  const correlation = (estimate + 2 * error * (meanNoise + estimate)) / meanSpread;
  return 1 + (size - 1) * Math.min(1, Math.max(0, correlation));
}

/** Of the old sums, with every new pair: an effective memory of 200. */
const KEPT = 0.995;
const PRIOR_PAIRS = 5;
const PRIOR_CORRELATION = 0.005;
