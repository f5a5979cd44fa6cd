import { totalOf } from "../count-pair.ts";

/**
 * The shares nearest to `alternative` (in Kullback–Leibler divergence) whose population stability index
 * against `baseline` is at most the limit: the reverse information projection. Null where the alternative
 * is within the limit itself, or within a millionth above it.
 *
 * It makes "the index is at most the limit" testable as it stands, not cell by cell: betting the
 * alternative against its projection, Π (alternative/projection)^count, has an expectation of at most 1
 * under every distribution within the limit, since those are a convex set. The search ends
 * outside, at a slightly larger limit, which keeps that promise.
 *
 * All shares above 0, each side sums to 1, limit > 0. The index of what is returned lies within 1e-6
 * above the limit, relatively. About 10 × 5 passes over the cells.
 *
 * Source: Grünwald, de Heide & Koolen (2024), Safe Testing, JRSS B 86(5), theorem 1; arXiv 1906.07801.
 */
export function projectOntoStability(of: {
  readonly baseline: readonly number[];
  readonly alternative: readonly number[];
  readonly limit: number;
}): readonly number[] | null {
  const { baseline, alternative, limit } = of;
  // An alternative between the limit and what is aimed at would be searched for without end.
  if (stabilityOf(baseline, alternative) <= limit * (1 + TOLERANCE)) return null;
  // ln(index/aim) falls as the logarithm of the multiplier rises; its root by the Illinois method.
  const aim = limit * (1 + TOLERANCE / 2);
  const at = (log: number): Point => {
    const shares = sharesAt(baseline, alternative, Math.exp(log));
    return { log, shares, excess: Math.log(stabilityOf(baseline, shares) / aim) };
  };
  let low = at(0);
  while (low.excess < 0) low = at(low.log - 3);
  let high = at(low.log + 3);
  while (high.excess > 0) [low, high] = [high, at(high.log + 3)];
  let [below, above] = [low.excess, high.excess];
  for (let i = 0; i < 100 && Math.abs(low.excess) > TOLERANCE / 2; i++) {
    const middle = at((low.log * above - high.log * below) / (above - below));
    if (Math.abs(middle.excess) <= TOLERANCE / 2) return middle.shares;
    if (middle.excess > 0) [low, below, above] = [middle, middle.excess, above / 2];
    else [high, above, below] = [middle, middle.excess, below / 2];
  }
  return low.shares;
}

/** How far outside the limit the search may end, relatively. */
const TOLERANCE = 1e-6;

interface Point {
  readonly log: number;
  readonly shares: readonly number[];
  readonly excess: number;
}

/** Σ (p − q) ln(p / q) on shares. */
export function stabilityOf(p: readonly number[], q: readonly number[]): number {
  let total = 0;
  p.forEach((share, i) => {
    const other = q[i] ?? 0;
    total += (share - other) * Math.log(share / other);
  });
  return total;
}

/**
 * Where the gradient of KL(alternative ‖ r) + λ·PSI(baseline, r) + ν·Σr vanishes:
 * r·(ln(r/p) + κ) = q/λ + p with κ = 1 + ν/λ. Newton in κ until Σr = 1.
 */
function sharesAt(p: readonly number[], q: readonly number[], lambda: number): readonly number[] {
  const right = p.map((share, i) => (q[i] ?? 0) / lambda + share);
  let kappa = 1 + 1 / lambda;
  let shares: number[] = [];
  for (let i = 0; i < 100; i++) {
    let total = 0;
    let slope = 0;
    shares = p.map((share, cell) => {
      const r = shareAt(share, right[cell] ?? 0, kappa);
      total += r;
      slope -= r / (Math.log(r / share) + kappa + 1);
      return r;
    });
    // Convex and falling in κ: from the left Newton never oversteps.
    if (Math.abs(total - 1) < 1e-13) break;
    kappa -= (total - 1) / slope;
  }
  const total = totalOf(shares);
  return shares.map((share) => share / total);
}

/** r with r·(ln(r/p) + κ) = s > 0: r = p·e^(w − κ), w + ln w = κ + ln(s/p). Newton in w. */
function shareAt(p: number, s: number, kappa: number): number {
  const target = kappa + Math.log(s / p);
  let w = target > 1 ? target - Math.log(target) : Math.exp(Math.min(target - 1, 0));
  for (let i = 0; i < 60; i++) {
    const next = (w * (1 + target - Math.log(w))) / (1 + w);
    const done = Math.abs(next - w) <= 1e-15 * w;
    w = next;
    if (done) break;
  }
  return s / w;
}
