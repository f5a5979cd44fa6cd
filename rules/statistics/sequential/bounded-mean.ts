/** A mean of values in [0, 1] under watch: exact in what it has seen, whatever their distribution. */
export interface BoundedMean {
  readonly count: number;
  readonly sum: number;
  /** Σ (x − running mean)², each with the mean that includes it, as the source has it. */
  readonly deviations: number;
  /** Σ λx, Σ λ and Σ v·ψ(λ) of the empirical-Bernstein weights. */
  readonly weighted: number;
  readonly weight: number;
  readonly penalty: number;
}

/** Before the first value. */
export const emptyBoundedMean: BoundedMean = {
  count: 0,
  sum: 0,
  deviations: 0,
  weighted: 0,
  weight: 0,
  penalty: 0,
};

/**
 * A value more, in [0, 1]; throws outside. Order matters: weights are chosen from earlier values.
 *
 * `alpha` is the error that the bounds will be asked for; they are valid at any other, but not as tight.
 */
export function stepBoundedMean(state: BoundedMean, value: number, alpha: number): BoundedMean {
  if (!(value >= 0 && value <= 1)) throw new Error(`a bounded value lies in [0, 1], got ${value}`);
  const count = state.count + 1;
  const before = (0.5 + state.sum) / count;
  const variance = (0.25 + state.deviations) / count;
  const lambda = Math.min(
    LAMBDA_MAX,
    Math.sqrt((2 * Math.log(2 / alpha)) / (variance * count * Math.log1p(count))),
  );
  const mean = (0.5 + state.sum + value) / (count + 1);
  return {
    count,
    sum: state.sum + value,
    deviations: state.deviations + (value - mean) ** 2,
    weighted: state.weighted + lambda * value,
    weight: state.weight + lambda,
    penalty: state.penalty + (value - before) ** 2 * (-Math.log1p(-lambda) - lambda),
  };
}

/**
 * Empirical-Bernstein confidence sequence for the mean of bounded values: each bound holds at all sample
 * sizes at once with probability 1 − α/2, both together with 1 − α. α in (0, 1); clipped to [0, 1].
 *
 * Needs only that every value has the same mean given the earlier ones: no independence, no variance
 * known beforehand.
 *
 * Source: Waudby-Smith & Ramdas (2024), JRSS B 86(1), 1–27, theorem 2; arXiv 2010.09686.
 */
export function boundedMeanSequence(
  state: BoundedMean,
  alpha: number,
): { readonly lower: number; readonly upper: number } {
  if (state.count === 0) return { lower: 0, upper: 1 };
  const centre = state.weighted / state.weight;
  const radius = (Math.log(2 / alpha) + state.penalty) / state.weight;
  return { lower: Math.max(0, centre - radius), upper: Math.min(1, centre + radius) };
}

const LAMBDA_MAX = 0.5;
