import type { EvidenceGroup } from "../evidence/request.ts";
import { winsorisedEdges } from "../profile/winsorised-edges.ts";
import { type CountPair, totalOf } from "../statistics/count-pair.ts";
import { wasserstein } from "../statistics/wasserstein.ts";
import { compareCells, comparedBins, measureDistance } from "./compare-cells.ts";
import type { Measurement } from "./measurement.ts";
import type { MeasureContext, Metric } from "./metric.ts";

/** Interquartile ranges. */
const TOLERANCE = 0.1;

/**
 * Wasserstein-1 distance of each numeric feature against the baseline, in units of the baseline's
 * interquartile range: how far values moved, where the other distances say how many.
 *
 * Winsorised at the baseline's smallest and largest value, and one of these units beyond its outermost
 * half percents (`beyond` in the detail says how much is out of its range). No
 * bounds: the value decides, so the control says `proof: measured`. The contributions sum to the
 * value. Insufficient for a categorical feature, for one that is constant in the baseline, and where
 * chance alone shows half the tolerance on average.
 */
export const wassersteinDistance: Metric = {
  id: "wasserstein",
  title: "Wasserstein distance",
  unit: "1",
  display: "number",
  worse: "higher",
  evidence: "cells",
  minSample: 200,
  certainty: "value",
  tolerance: TOLERANCE,
  measure: (family, context) => family.map((group) => measureOne(group, context)),
  source: "∫|F − G| dx ÷ interquartile range; Vallender (1974)",
};

function measureOne(group: EvidenceGroup, context: MeasureContext): Measurement {
  const compared = compareCells(group, context);
  if (compared.kind !== "compared") return compared;
  const { m, name, feature, cells } = compared;
  const insufficient = (reason: string): Measurement => ({ kind: "insufficient", n: m, reason });
  if (feature.kind !== "numeric") {
    return insufficient(`${name} is categorical and has no order: use total_variation or psi`);
  }
  const edges = winsorisedEdges(feature);
  const found = wasserstein({ ...cells, edges });
  const { scale, normalised, distance, beyond } = found;
  if (normalised === null) {
    const why =
      scale.kind === "none" ? "is constant in the baseline" : "spans more than a number holds";
    return insufficient(`${name} ${why}: use kolmogorov_smirnov or psi`);
  }
  const histogram = comparedBins(compared);
  const contributions = histogram.labels.map(() => 0);
  found.contributions.forEach((part, cell) => {
    const bin = histogram.ofCell[cell] ?? 0;
    contributions[bin] = (contributions[bin] ?? 0) + part / scale.value;
  });
  return measureDistance(
    compared,
    {
      value: normalised,
      lower: null,
      upper: null,
      smallestDetectable: (2 * chanceOf(cells, edges)) / scale.value,
      tolerance: TOLERANCE,
      among: `${cells.baseline.length} cells`,
      histogram,
      contributions,
      detail: { distance, scale, beyond },
    },
    context,
  );
}

/** ∫√(2/π)·√(F(1 − F)/h) dx of both samples together: the mean of the distance without a shift. */
function chanceOf({ baseline, current }: CountPair, edges: readonly number[]): number {
  const n = totalOf(baseline);
  const m = totalOf(current);
  let below = 0;
  let chance = 0;
  edges.forEach((edge, i) => {
    const share = below / (n + m);
    const width = edge - (edges[i - 1] ?? edge);
    chance += width * Math.sqrt((2 * share * (1 - share) * (n + m)) / (Math.PI * n * m));
    below += (baseline[i] ?? 0) + (current[i] ?? 0);
  });
  return chance;
}
