import { type CountPair, sizesOf } from "./count-pair.ts";
import type { Interval } from "./interval.ts";
import { kolmogorovTail } from "./kolmogorov.ts";

/** The largest gap between two cumulative distributions that were counted in cells. */
export interface KolmogorovSmirnov extends Interval {
  /** D at the cell edges, in [0, 1]: the samples' own D is at least this. */
  readonly distance: number;
  /** The samples' own D is at most this, and this is at most D + the largest cell's share. */
  readonly distanceUpTo: number;
  /** The cell whose upper edge shows D; the first of equals. */
  readonly cell: number;
  /** For information: with enough values every difference is "significant". */
  readonly pValue: number;
}

/**
 * Two-sample Kolmogorov–Smirnov D at cell edges, with its bracket, p and one-sided bounds.
 *
 * Cells stand in ascending order; values in one cell count as ties. Symmetric, and the same under
 * any increasing map of the values and their edges. The bracket: inside a cell F − G cannot leave what
 * both edges allow. p by Stephens' form, Q((√h + 0.12 + 0.11/√h)·D), h = nm/(n+m): conservative,
 * since ties only lower D. The bounds are for D of the populations and hold for every sample size:
 * below by Dvoretzky–Kiefer–Wolfowitz on each side, √(ln(4/α)/2n) + √(ln(4/α)/2m); above by Hoeffding at
 * the one point that shows D, √(ln(1/α)/2h), from the top of the bracket. Confidence 1 − α in (0.5, 1).
 * Throws where the cells differ or a side is empty. O(cells).
 *
 * Source: Stephens (1970), JRSS B 32(1), 115–122; Massart (1990), Annals of Probability 18(3).
 */
export function kolmogorovSmirnov(
  of: CountPair & { readonly confidence: number },
): KolmogorovSmirnov {
  const { n, m } = sizesOf(of);
  const { baseline, current } = of;
  let upToBaseline = 0;
  let upToCurrent = 0;
  let f = 0;
  let g = 0;
  let distance = 0;
  let distanceUpTo = 0;
  let cell = 0;
  for (let i = 0; i < baseline.length; i++) {
    const a = baseline[i] ?? 0;
    const b = current[i] ?? 0;
    const belowF = f;
    const belowG = g;
    upToBaseline += a;
    upToCurrent += b;
    f = upToBaseline / n;
    g = upToCurrent / m;
    const gap = Math.abs(f - g);
    if (gap > distance) {
      distance = gap;
      cell = i;
    }
    // Where one side has no value inside, the gap is largest at an edge.
    if (a > 0 && b > 0) distanceUpTo = Math.max(distanceUpTo, f - belowG, g - belowF);
  }
  distanceUpTo = Math.min(1, Math.max(distance, distanceUpTo));

  const root = Math.sqrt((n * m) / (n + m));
  const risk = -Math.log(1 - of.confidence);
  const both = Math.sqrt((Math.log(4) + risk) / 2);
  return {
    distance,
    distanceUpTo,
    cell,
    pValue: kolmogorovTail((root + 0.12 + 0.11 / root) * distance),
    lower: Math.max(0, distance - both * (1 / Math.sqrt(n) + 1 / Math.sqrt(m))),
    upper: Math.min(1, distanceUpTo + Math.sqrt(risk / 2) / root),
  };
}
