import type { Interval } from "./interval.ts";
import { poissonDensity } from "./poisson.ts";

/**
 * Exact bounds of a Poisson mean of which so many events were seen, each one-sided at the confidence.
 *
 * Whole events ≥ 0, confidence in [0.5, 1). O(events) a step of a bisection: for thousands at most.
 *
 * Source: Garwood (1936), Biometrika 28(3/4), 437–442.
 */
export function poissonBounds(of: {
  readonly events: number;
  readonly confidence: number;
}): Interval {
  const { events, confidence } = of;
  const most = events + 10 * Math.sqrt(events + 1) + 20;
  return {
    lower: events === 0 ? 0 : bisect(most, (mean) => 1 - atMost(events - 1, mean) < 1 - confidence),
    upper: bisect(most, (mean) => atMost(events, mean) > 1 - confidence),
  };
}

/** P(X ≤ k). */
function atMost(k: number, mean: number): number {
  let sum = 0;
  for (let i = 0; i <= k; i++) sum += poissonDensity(i, mean);
  return Math.min(1, sum);
}

/** Where `isBelow` stops holding, in [0, most]. */
function bisect(most: number, isBelow: (mean: number) => boolean): number {
  let [low, high] = [0, most];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
