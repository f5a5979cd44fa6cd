import type { CategoricalBaseline, NumericBaseline } from "../profile/baseline.ts";
import { binsOf, mergeIntoBins } from "../profile/bins.ts";
import { winsorisedEdges } from "../profile/winsorised-edges.ts";
import { totalOf } from "../statistics/count-pair.ts";
import { hellinger } from "../statistics/hellinger.ts";
import { jensenShannon } from "../statistics/jensen-shannon.ts";
import { stabilityIndex } from "../statistics/population-stability.ts";
import { wasserstein } from "../statistics/wasserstein.ts";

/** Distances that are sums over bins, and so over segments. */
export type AdditiveDistance = "psi" | "jensen_shannon" | "hellinger" | "wasserstein";

/** Which segment a distance comes from. */
export interface SegmentPart {
  readonly segment: string;
  /** Share of the window's values. */
  readonly share: number;
  /** Below 0 where the segment makes the window more like the baseline. */
  readonly contribution: number;
  /** The contribution by bin. */
  readonly bins: readonly number[];
}

export interface Decomposition {
  /** PSI, the Jensen–Shannon divergence in bits, the squared Hellinger distance, or W1 in units of the baseline's spread. */
  readonly total: number;
  readonly labels: readonly string[];
  /** The largest contribution first. */
  readonly segments: readonly SegmentPart[];
}

/**
 * Says which segments a feature's distance from its baseline comes from: contributions of segments,
 * and of each bin within them, that add up to the distance of all segments together.
 *
 * Each bin's part of the distance is shared out in proportion to what each segment adds to the
 * difference of the bin's shares: for PSI, wₛ Σ (qₛ − p) ln(q/p). A segment that is distributed as the
 * baseline gets 0 whatever its size. `current` has counts in cells by segment. Null where a side is
 * empty, where categories have no order (W1), and where the baseline has no spread, or one beyond what a number holds (W1).
 * O(segments · cells).
 */
export function decompose(of: {
  readonly distance: AdditiveDistance;
  readonly feature: NumericBaseline | CategoricalBaseline;
  readonly current: Readonly<Record<string, readonly number[]>>;
}): Decomposition | null {
  const { distance, feature } = of;
  const sizes = Object.entries(of.current).map(([segment, cells]) => ({
    segment,
    cells,
    size: totalOf(cells),
  }));
  const m = totalOf(sizes.map(({ size }) => size));
  const n = totalOf(feature.counts);
  if (m === 0 || n === 0) return null;
  const pooled = feature.counts.map((_, cell) =>
    totalOf(sizes.map(({ cells }) => cells[cell] ?? 0)),
  );
  const bins = binsOf(feature);
  const split =
    distance === "wasserstein"
      ? splitTransport(feature, pooled)
      : splitBins(distance, mergeIntoBins(feature.counts, bins), mergeIntoBins(pooled, bins));
  if (split === null) return null;
  const segments = sizes
    .map(({ segment, cells, size }): SegmentPart => {
      const share = size / m;
      const counts = distance === "wasserstein" ? cells : mergeIntoBins(cells, bins);
      const parts = split(counts, share);
      const own = distance === "wasserstein" ? mergeIntoBins(parts, bins) : parts;
      return { segment, share, contribution: totalOf(own), bins: own };
    })
    .sort((a, b) => b.contribution - a.contribution);
  const total = totalOf(segments.map(({ contribution }) => contribution));
  return { total, labels: bins.labels, segments };
}

/** One segment's part of each bin or cell, from its counts and its share of the window. */
type Split = (counts: readonly number[], share: number) => readonly number[];

/** Bin by bin: what the distance rises by for each bit of difference between the shares. */
function splitBins(
  distance: Exclude<AdditiveDistance, "wasserstein">,
  baseline: readonly number[],
  current: readonly number[],
): Split {
  const pair = { baseline, current };
  const [n, m] = [totalOf(baseline), totalOf(current)];
  if (distance === "psi") {
    const { bins } = stabilityIndex(pair);
    // The half that smoothing adds to each bin is shared out as the values are.
    const smoothed = (count: number, half: number, total: number): number =>
      (count + half) / (total + bins / 2);
    return (counts, share) =>
      counts.map((count, i) => {
        const [a, b] = [baseline[i] ?? 0, current[i] ?? 0];
        if (a + b === 0) return 0;
        const p = smoothed(a, 0.5, n);
        const added = smoothed(count, share / 2, m) - share * p;
        return added * Math.log(smoothed(b, 0.5, m) / p);
      });
  }
  const { contributions } = distance === "hellinger" ? hellinger(pair) : jensenShannon(pair);
  const slopes = contributions.map((part, i) => {
    const difference = (current[i] ?? 0) / m - (baseline[i] ?? 0) / n;
    return difference === 0 ? 0 : part / difference;
  });
  return (counts, share) =>
    counts.map((count, i) => (slopes[i] ?? 0) * (count / m - (share * (baseline[i] ?? 0)) / n));
}

/** Cell by cell: how much of what has to move through it is this segment's. */
function splitTransport(
  feature: NumericBaseline | CategoricalBaseline,
  current: readonly number[],
): Split | null {
  if (feature.kind !== "numeric") return null;
  const baseline = feature.counts;
  const edges = winsorisedEdges(feature);
  const { scale, normalised } = wasserstein({ baseline, current, edges });
  if (normalised === null) return null;
  const [n, m] = [totalOf(baseline), totalOf(current)];
  const below = (counts: readonly number[]): ((cell: number) => number) => {
    const sums: number[] = [];
    let sum = 0;
    for (const count of counts) {
      sums.push(sum);
      sum += count;
    }
    return (cell) => sums[cell] ?? 0;
  };
  const [all, then] = [below(current), below(baseline)];
  return (counts, share) => {
    const own = below(counts);
    return counts.map((_, cell) => {
      if (cell === 0 || cell >= edges.length) return 0;
      const direction = Math.sign(all(cell) / m - then(cell) / n);
      const width = (edges[cell] ?? 0) - (edges[cell - 1] ?? 0);
      return (direction * width * (own(cell) / m - (share * then(cell)) / n)) / scale.value;
    });
  };
}
