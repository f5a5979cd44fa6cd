import type { CategoricalBaseline, FeatureBaseline, NumericBaseline } from "./baseline.ts";

/** The coarse bins of one feature: which of them holds each cell, and what to call them. */
export interface Bins {
  /** Cell → bin. As long as the feature's counts. */
  readonly ofCell: readonly number[];
  /** In words a reader understands: `up to 35`, `over 35, up to 52`, `car`, `any other value`. */
  readonly labels: readonly string[];
}

/** Categories below this share of the baseline are one bin with everything else: they carry no drift. */
const CATEGORY_SHARE_MIN = 0.005;

/** Deciles of a numeric feature (unions of its cells); the categories of a categorical one; none of sums. */
export function binsOf(feature: FeatureBaseline): Bins {
  const known = made.get(feature);
  if (known !== undefined) return known;
  const bins =
    feature.kind === "numeric"
      ? deciles(feature)
      : feature.kind === "categorical"
        ? categories(feature)
        : { ofCell: [], labels: [] };
  made.set(feature, bins);
  return bins;
}

/** A baseline is read many times and never changes; its labels cost more than a distance does. */
const made = new WeakMap<FeatureBaseline, Bins>();

/** Adds up cell counts by bin. */
export function mergeIntoBins(counts: readonly number[], bins: Bins): number[] {
  const { ofCell, labels } = bins;
  const merged = new Array<number>(labels.length).fill(0);
  // Neighbours mostly share a bin: write once for all of them.
  let bin = ofCell[0] ?? 0;
  let sum = 0;
  for (let cell = 0; cell < counts.length; cell++) {
    const next = ofCell[cell] ?? 0;
    if (next !== bin) {
      merged[bin] = (merged[bin] ?? 0) + sum;
      bin = next;
      sum = 0;
    }
    sum += counts[cell] ?? 0;
  }
  if (labels.length > 0) merged[bin] = (merged[bin] ?? 0) + sum;
  return merged;
}

function deciles(feature: NumericBaseline): Bins {
  let bin = 0;
  const ofCell = feature.counts.map((_, cell) => {
    const edge = feature.edges[cell] ?? Infinity;
    while (edge > (feature.deciles[bin] ?? Infinity)) bin++;
    return bin;
  });
  const labels = [...feature.deciles, null].map((upTo, i) => {
    const over = feature.deciles[i - 1];
    // The edge below an atom at the smallest value is the double next to it: say "below" then.
    const atom = feature.deciles[1] ?? feature.edges[1];
    if (i === 0 && upTo !== null && atom !== undefined && isNextBelow(upTo, atom)) {
      return `below ${words(atom)}`;
    }
    if (upTo === null) return over === undefined ? "any number" : `over ${words(over)}`;
    if (over === undefined) return `up to ${words(upTo)}`;
    return isNextBelow(over, upTo) ? words(upTo) : `over ${words(over)}, up to ${words(upTo)}`;
  });
  return { ofCell, labels };
}

/** No double lies between the two. */
function isNextBelow(low: number, high: number): boolean {
  const middle = low / 2 + high / 2;
  return low < high && (middle <= low || middle >= high);
}

/** Six significant digits, without an exponent where it can be helped. */
function words(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function categories(feature: CategoricalBaseline): Bins {
  const total = feature.counts.reduce((sum, count) => sum + count, 0);
  const kept = feature.categories.filter(
    (_, i) => (feature.counts[i] ?? 0) >= CATEGORY_SHARE_MIN * total,
  );
  const known = feature.categories.length;
  return {
    // The most frequent stand first, so those that are kept have the lowest cells.
    ofCell: feature.counts.map((_, cell) =>
      cell > known ? kept.length + 1 : Math.min(cell, kept.length),
    ),
    labels: [
      ...kept,
      "any other value",
      ...(feature.rare === undefined ? [] : ["never seen before"]),
    ],
  };
}
