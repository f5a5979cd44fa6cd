import { normalQuantile } from "../statistics/normal.ts";
import type { FeatureShape } from "./test-file.ts";

/** A category that no baseline has. */
const UNKNOWN = "something never seen";
/** Standard deviations from the mean: beyond every value of ten thousand. */
const FAR = 50;

/** How one prediction's feature differs from the baseline. */
export interface Change {
  readonly shift: number;
  readonly scale: number;
  readonly isBeyond: boolean;
  readonly isStuck: boolean;
}

/** The value at a place `u` in (0, 1) of a feature's distribution, changed. */
export function featureValue(shape: FeatureShape, u: number, change: Change): number | string {
  if (shape.kind === "numeric") {
    if (change.isBeyond) return shape.mean + FAR * shape.sd;
    if (change.isStuck) return shape.mean;
    // Within what ten thousand values of a baseline span, so that nothing is out of range by itself.
    const inside = Math.min(0.9999, Math.max(0.0001, u));
    return (shape.mean + shape.sd * (normalQuantile(inside) + change.shift)) * change.scale;
  }
  if (change.isBeyond) return UNKNOWN;
  const shares = Object.entries(shape.shares).sort(([, a], [, b]) => b - a);
  const [first, last] = [shares[0], shares.at(-1)];
  if (first === undefined || last === undefined) return UNKNOWN;
  if (change.isStuck) return first[0];
  let below = 0;
  for (const [category, share] of shares) {
    const moved = category === first[0] ? -change.shift : category === last[0] ? change.shift : 0;
    below += Math.min(1, Math.max(0, share + moved));
    if (u < below) return category;
  }
  return last[0];
}

/**
 * The place of the `index`-th value of the `feature`-th feature: as even as a grid over any stretch of
 * them, so that what is given shows no drift of its own.
 *
 * Source: additive recurrence with square roots of primes (Kronecker sequence).
 */
export function placeOf(index: number, feature: number): number {
  const step = Math.sqrt(PRIMES[feature % PRIMES.length] ?? 2);
  return (0.5 + index * step) % 1;
}

const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53];
