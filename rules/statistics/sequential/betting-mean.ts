/** A bet that the mean of values in [0, 1] exceeds a limit. */
export interface BettingMean {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
  /** ln of the capital: the evidence. */
  readonly logE: number;
}

/** Before the first value. */
export const emptyBettingMean: BettingMean = { count: 0, sum: 0, squares: 0, logE: 0 };

/**
 * A value more, in [0, 1], in the bet that their mean exceeds the limit, in (0, 1); throws outside.
 *
 * The capital is multiplied by 1 + λ·(x − limit), with λ from earlier values only: (mean − limit) over the
 * mean square about the limit, within [0, ½/limit]. While every value's expectation, given the earlier
 * ones, keeps the limit, e^logE has an expectation of at most 1 at any stopping time, for any distribution.
 *
 * Source: Waudby-Smith & Ramdas (2024), JRSS B 86(1), 1–27, section B.3 (aGRAPA); arXiv 2010.09686.
 */
export function stepBettingMean(state: BettingMean, value: number, limit: number): BettingMean {
  if (!(value >= 0 && value <= 1)) throw new Error(`a bounded value lies in [0, 1], got ${value}`);
  if (!(limit > 0 && limit < 1))
    throw new Error(`the limit of a mean lies in (0, 1), got ${limit}`);
  const weight = state.count + 1;
  const mean = (0.5 + state.sum) / weight;
  const variance = Math.max(0, (0.5 + state.squares) / weight - mean * mean);
  const beyond = mean - limit;
  const lambda = Math.min(0.5 / limit, Math.max(0, beyond / (variance + beyond * beyond)));
  return {
    count: state.count + 1,
    sum: state.sum + value,
    squares: state.squares + value * value,
    logE: state.logE + Math.log1p(lambda * (value - limit)),
  };
}
