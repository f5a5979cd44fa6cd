import { totalOf } from "../count-pair.ts";

/** What two versions have shown so far, in the same cells. */
export interface TwoSampleState {
  readonly a: readonly number[];
  readonly b: readonly number[];
  /** ln of the evidence that they differ. */
  readonly logE: number;
}

/** One block of both versions: counts in the same cells. */
export interface TwoSampleBlock {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/** Nothing has been seen of either. */
export function emptyTwoSample(cells: number): TwoSampleState {
  return { a: zeros(cells), b: zeros(cells), logE: 0 };
}

/**
 * A block more in the comparison of two versions side by side, such as a canary and what it replaces.
 *
 * Whatever the shares are, as long as both have the same, e^logE has an expectation of at most 1 at any
 * stopping time: look after every block, stop at 1/α. Each version's shares are estimated from earlier
 * blocks only (Jeffreys, +½ a cell), and bet against their mean, weighed by this block's sizes. A block
 * in which either version is empty says nothing, but is learnt from. Throws where the cells differ.
 *
 * Source: Turner, Ly & Grünwald (2024), Statistical Planning and Inference; arXiv 2106.02693.
 */
export function stepTwoSample(state: TwoSampleState, block: TwoSampleBlock): TwoSampleState {
  if (block.a.length !== state.a.length || block.b.length !== state.b.length) {
    throw new Error(`a block has the ${state.a.length} cells of the comparison`);
  }
  return {
    a: added(state.a, block.a),
    b: added(state.b, block.b),
    logE: state.logE + logBlock(state, block),
  };
}

function logBlock(state: TwoSampleState, block: TwoSampleBlock): number {
  const [sizeA, sizeB] = [totalOf(block.a), totalOf(block.b)];
  if (sizeA === 0 || sizeB === 0) return 0;
  const [sharesA, sharesB] = [smoothed(state.a), smoothed(state.b)];
  let log = 0;
  sharesA.forEach((p, i) => {
    const q = sharesB[i] ?? 0;
    const common = (sizeA * p + sizeB * q) / (sizeA + sizeB);
    log += (block.a[i] ?? 0) * Math.log(p / common) + (block.b[i] ?? 0) * Math.log(q / common);
  });
  return log;
}

function smoothed(counts: readonly number[]): readonly number[] {
  const size = totalOf(counts) + counts.length / 2;
  return counts.map((count) => (count + 0.5) / size);
}

function added(a: readonly number[], b: readonly number[]): readonly number[] {
  return a.map((count, i) => count + (b[i] ?? 0));
}

function zeros(length: number): readonly number[] {
  return new Array<number>(length).fill(0);
}
