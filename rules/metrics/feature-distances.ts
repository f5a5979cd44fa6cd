import type { FeatureBaseline } from "../profile/baseline.ts";
import { binsOf, mergeIntoBins } from "../profile/bins.ts";
import { winsorisedEdges } from "../profile/winsorised-edges.ts";
import { type ChiSquared, chiSquaredTwoSample } from "../statistics/chi-squared.ts";
import { cramersV } from "../statistics/cramers-v.ts";
import { type Hellinger, hellinger } from "../statistics/hellinger.ts";
import { type JensenShannon, jensenShannon } from "../statistics/jensen-shannon.ts";
import { type KolmogorovSmirnov, kolmogorovSmirnov } from "../statistics/kolmogorov-smirnov.ts";
import { type StabilityIndex, stabilityIndex } from "../statistics/population-stability.ts";
import { type TotalVariation, totalVariation } from "../statistics/total-variation.ts";
import { type Wasserstein, wasserstein } from "../statistics/wasserstein.ts";

/** Every distance of one feature, and both histograms that they were taken from. */
export interface FeatureDistances {
  readonly labels: readonly string[];
  readonly baseline: readonly number[];
  readonly current: readonly number[];
  readonly populationStability: StabilityIndex;
  readonly jensenShannon: JensenShannon;
  readonly hellinger: Hellinger;
  readonly totalVariation: TotalVariation;
  readonly chiSquared: ChiSquared;
  readonly cramersV: number;
  /** On the cells; null for a categorical feature, which has no order. */
  readonly kolmogorovSmirnov: KolmogorovSmirnov | null;
  readonly wasserstein: Wasserstein | null;
}

/**
 * Every distance between a feature's baseline and current counts in its cells: in deciles or
 * categories, but Kolmogorov–Smirnov and Wasserstein on all cells.
 *
 * Bounds are one-sided at the confidence. The index comes without its bounds: `populationStability`
 * has them. Throws where a side is empty or the cells differ, and for sums, which have none. 12 µs
 * for 200 cells.
 */
export function featureDistances(of: {
  readonly feature: FeatureBaseline;
  readonly current: readonly number[];
  readonly confidence: number;
}): FeatureDistances {
  const { feature, current, confidence } = of;
  const bins = binsOf(feature);
  const histogram = {
    baseline: baselineBins(feature),
    current: mergeIntoBins(current, bins),
  };
  const cells = { baseline: feature.counts, current };
  return {
    labels: bins.labels,
    ...histogram,
    populationStability: stabilityIndex(histogram),
    jensenShannon: jensenShannon(histogram),
    hellinger: hellinger(histogram),
    totalVariation: totalVariation({ ...histogram, confidence }),
    chiSquared: chiSquaredTwoSample(histogram),
    cramersV: cramersV(histogram),
    kolmogorovSmirnov:
      feature.kind === "numeric" ? kolmogorovSmirnov({ ...cells, confidence }) : null,
    wasserstein:
      feature.kind === "numeric"
        ? wasserstein({ ...cells, edges: winsorisedEdges(feature) })
        : null,
  };
}

function baselineBins(feature: FeatureBaseline): readonly number[] {
  const known = merged.get(feature);
  if (known !== undefined) return known;
  const bins = mergeIntoBins(feature.counts, binsOf(feature));
  merged.set(feature, bins);
  return bins;
}

/** A baseline is compared many times and never changes. */
const merged = new WeakMap<FeatureBaseline, readonly number[]>();
