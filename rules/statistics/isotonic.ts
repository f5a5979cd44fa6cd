/** Which way a fit may run. */
export type Direction = "increasing" | "decreasing";

/** A monotone fit, point by point. */
export interface IsotonicFit {
  /** The fitted value of each point; equal within a block. */
  readonly values: readonly number[];
  /** The weight of the block that each point was pooled into: what its value rests on. */
  readonly support: readonly number[];
  /** Σ weight · (value − fitted)². */
  readonly error: number;
}

/**
 * Weighted least-squares fit that never turns back, by pooling adjacent violators.
 *
 * The points stand in the order of what they are fitted against, ties already pooled; every weight
 * is above 0 (throws otherwise). Nothing in, nothing out. A decreasing fit is the increasing one of
 * the mirrored points. O(n): every pooling removes a block.
 *
 * Source: Barlow et al. (1972), Statistical Inference under Order Restrictions; as scikit-learn's
 * `isotonic_regression`.
 */
export function isotonicFit(of: {
  readonly values: readonly number[];
  readonly weights: readonly number[];
  readonly direction: Direction;
}): IsotonicFit {
  const { values, weights, direction } = of;
  if (values.length !== weights.length || weights.some((weight) => !(weight > 0))) {
    throw new Error(
      `an isotonic fit needs a weight above 0 for each of its ${values.length} values, got ${weights.join(", ")}`,
    );
  }
  const sign = direction === "increasing" ? 1 : -1;
  const blocks = pooled(values, weights, sign);
  const fitted: number[] = [];
  const support: number[] = [];
  let error = 0;
  for (const block of blocks) {
    const mean = block.sum / block.weight;
    for (let i = block.from; i < block.to; i++) {
      fitted.push(sign * mean);
      support.push(block.weight);
      error += (weights[i] ?? 0) * ((values[i] ?? 0) - sign * mean) ** 2;
    }
  }
  return { values: fitted, support, error };
}

interface Block {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  readonly sum: number;
}

function pooled(values: readonly number[], weights: readonly number[], sign: number): Block[] {
  const blocks: Block[] = [];
  values.forEach((value, i) => {
    const weight = weights[i] ?? 0;
    let block: Block = { from: i, to: i + 1, weight, sum: sign * value * weight };
    for (
      let last = blocks.at(-1);
      last !== undefined && last.sum / last.weight >= block.sum / block.weight;
      last = blocks.at(-1)
    ) {
      blocks.pop();
      block = {
        from: last.from,
        to: block.to,
        weight: last.weight + block.weight,
        sum: last.sum + block.sum,
      };
    }
    blocks.push(block);
  });
  return blocks;
}
