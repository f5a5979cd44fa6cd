import { type Direction, type IsotonicFit, isotonicFit } from "./isotonic.ts";

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
 * A hit is whatever the caller counts: "the label was right", or "the truth was the positive
 * class". `n` holds the labelled predictions by score bin, `hits` those of them that were hits. The
 * fit is isotonic over the filled bins and takes the direction that leaves less error, since a
 * score may be the probability of the predicted label or that of the positive class. An empty bin
 * between two filled ones lies on the line between them, an outer one holds its neighbour's value.
 * null where no bin is filled: nothing was learned. Throws where a bin has more hits than
 * predictions. O(bins).
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
  return { direction, ...filled(n.length, bins, fit) };
}

/**
 * Histogram by "how strongly the score speaks for a hit", ascending: as it is where a higher score
 * makes a hit likelier, mirrored otherwise. Histograms of several labels can be added up, and
 * ranked, once each is turned by its own calibration's direction.
 */
export function oriented(counts: readonly number[], direction: Direction): readonly number[] {
  return direction === "increasing" ? counts : counts.toReversed();
}

/** Every bin's value and support from those of the filled ones, which ascend. */
function filled(
  size: number,
  bins: readonly number[],
  fit: IsotonicFit,
): { readonly probability: readonly number[]; readonly support: readonly number[] } {
  const probability: number[] = [];
  const support: number[] = [];
  let above = 0;
  for (let bin = 0; bin < size; bin++) {
    while (above < bins.length - 1 && (bins[above] ?? 0) < bin) above++;
    const to = bins[above] ?? 0;
    const isBetween = above > 0 && bin < to;
    const below = isBetween ? above - 1 : above;
    const from = bins[below] ?? 0;
    const [low, high] = [fit.values[below] ?? 0, fit.values[above] ?? 0];
    probability.push(isBetween ? low + ((high - low) * (bin - from)) / (to - from) : high);
    support.push(Math.min(fit.support[below] ?? 0, fit.support[above] ?? 0));
  }
  return { probability, support };
}
