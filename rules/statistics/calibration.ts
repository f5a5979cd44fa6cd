import { type Direction, isotonicFit } from "./isotonic.ts";

/** How likely a score bin is to be a hit, learned where the truth was known. */
export interface Calibration {
  /** Whether a higher score makes a hit likelier. */
  readonly direction: Direction;
  /** By bin, the probability of a hit, in [0, 1]; monotone. */
  readonly probability: readonly number[];
  /** By bin, the labelled predictions that its probability rests on. */
  readonly support: readonly number[];
}

/**
 * Calibrates the score bins of one predicted label: bin → probability of a hit.
 *
 * A hit is whatever the caller counts: "the label was right", or "the truth was the positive class".
 * `n` holds the labelled predictions by score bin, `hits` those of them that were hits. The fit is isotonic over
 * the filled bins and takes the direction that leaves less error, since a score may be the probability of
 * the predicted label or that of the positive class. An empty bin between two filled ones lies on the
 * line between them, an outer one holds its neighbour's value. null where no bin is filled: nothing
 * was learned. Throws where a bin has more hits than predictions. O(bins).
 *
 * Source: Zadrozny & Elkan (2002), KDD '02; the histogram form loses at most a bin's width of rank.
 */
export function calibrate(of: {
  readonly n: readonly number[];
  readonly hits: readonly number[];
}): Calibration | null {
  const { n, hits } = of;
  const bins = n.flatMap((count, bin) => (count > 0 ? [bin] : []));
  if (n.length !== hits.length || n.some((count, bin) => !((hits[bin] ?? 0) <= count))) {
    throw new Error("calibration needs hits within n in every bin of both, got more");
  }
  if (bins.length === 0) return null;
  const weights = bins.map((bin) => n[bin] ?? 0);
  const values = bins.map((bin) => (hits[bin] ?? 0) / (n[bin] ?? 1));
  const up = isotonicFit({ values, weights, direction: "increasing" });
  const down = isotonicFit({ values, weights, direction: "decreasing" });
  const direction = up.error <= down.error ? "increasing" : "decreasing";
  const fit = direction === "increasing" ? up : down;
  return {
    direction,
    probability: n.map((_, bin) => between(bins, fit.values, bin)),
    support: n.map((_, bin) => fewest(bins, fit.support, bin)),
  };
}

/**
 * Histogram by "how strongly the score speaks for a hit", ascending: as it is where a higher score makes a
 * hit likelier, mirrored otherwise. Histograms of several labels can be added up, and ranked, once
 * each is turned by its own calibration's direction.
 */
export function oriented(counts: readonly number[], direction: Direction): readonly number[] {
  return direction === "increasing" ? counts : counts.toReversed();
}

/** The value at a bin, on the line between its filled neighbours. `bins` ascends and is not empty. */
function between(bins: readonly number[], values: readonly number[], bin: number): number {
  const [below, above] = neighbours(bins, bin);
  const [low, high] = [values[below] ?? 0, values[above] ?? 0];
  const [from, to] = [bins[below] ?? 0, bins[above] ?? 0];
  return from === to ? low : low + ((high - low) * (bin - from)) / (to - from);
}

function fewest(bins: readonly number[], support: readonly number[], bin: number): number {
  const [below, above] = neighbours(bins, bin);
  return Math.min(support[below] ?? 0, support[above] ?? 0);
}

/** Positions in `bins` of the filled bin at or below and at or above; the same one at either end. */
function neighbours(bins: readonly number[], bin: number): readonly [number, number] {
  const above = bins.findIndex((filled) => filled >= bin);
  if (above === -1) return [bins.length - 1, bins.length - 1];
  const exact = bins[above] === bin || above === 0;
  return exact ? [above, above] : [above - 1, above];
}
