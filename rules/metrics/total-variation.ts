import type { EvidenceGroup } from "../evidence/request.ts";
import { totalVariation } from "../statistics/total-variation.ts";
import { compareCells, comparedBins, measureDistance } from "./compare-cells.ts";
import type { Measurement } from "./measurement.ts";
import type { MeasureContext, Metric } from "./metric.ts";

const TOLERANCE = 0.1;

/**
 * Total variation distance of each feature against the baseline: the share of predictions that would
 * have to move to another bin. Deciles of a numeric feature, categories of a categorical one.
 *
 * Bounds hold at any sample size; the lower is loose where there are many bins. The detail has L∞
 * and its bin. Insufficient where chance alone shows half the tolerance on average.
 */
export const totalVariationDistance: Metric = {
  id: "total_variation",
  title: "Total variation distance",
  unit: "1",
  display: "number",
  worse: "higher",
  evidence: "cells",
  minSample: 200,
  tolerance: TOLERANCE,
  measure: (family, context) => family.map((group) => measureOne(group, context)),
  source: "½Σ|p − q|; bounds by Hoeffding (1963) over sets of bins",
};

function measureOne(group: EvidenceGroup, context: MeasureContext): Measurement {
  const compared = compareCells(group, context);
  if (compared.kind !== "compared") return compared;
  const { n, m } = compared;
  const histogram = comparedBins(compared);
  const found = totalVariation({ ...histogram, confidence: context.confidence });
  // Half the mean of |p − q| of each bin, √(2/π) of its standard deviation.
  const chance = histogram.baseline.reduce((sum, a, i) => {
    const share = (a + (histogram.current[i] ?? 0)) / (n + m);
    return sum + Math.sqrt((share * (1 - share) * (n + m)) / (2 * Math.PI * n * m));
  }, 0);
  return measureDistance(
    compared,
    {
      value: found.distance,
      lower: found.lower,
      upper: found.upper,
      smallestDetectable: 2 * chance,
      tolerance: TOLERANCE,
      among: `${histogram.labels.length} bins`,
      histogram,
      contributions: found.contributions,
      detail: { largest: found.largest, largestBin: histogram.labels[found.largestBin] },
    },
    context,
  );
}
