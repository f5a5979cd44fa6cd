import type { EvidenceGroup } from "../evidence/request.ts";
import { jensenShannon } from "../statistics/jensen-shannon.ts";
import { compareCells, comparedBins, measureDistance } from "./compare-cells.ts";
import type { Measurement } from "./measurement.ts";
import type { MeasureContext, Metric } from "./metric.ts";

const TOLERANCE = 0.13;

/**
 * Jensen–Shannon distance (base 2, with the root) of each feature against the baseline: deciles of a
 * numeric feature, categories of a categorical one.
 *
 * No bounds: the value decides, so the control says `proof: measured`. The contributions sum to the
 * divergence, the square of the value. Insufficient where chance alone shows half the tolerance:
 * √((B − 1)/(8 ln 2 · h)) > τ/2.
 */
export const jensenShannonDistance: Metric = {
  id: "jensen_shannon",
  title: "Jensen–Shannon distance",
  unit: "1",
  display: "number",
  worse: "higher",
  evidence: "cells",
  tolerance: TOLERANCE,
  measure: (family, context) => family.map((group) => measureOne(group, context)),
  source: "Lin (1991); Endres & Schindelin (2003): base 2, square root",
};

function measureOne(group: EvidenceGroup, context: MeasureContext): Measurement {
  const compared = compareCells(group, context);
  if (compared.kind !== "compared") return compared;
  const { n, m } = compared;
  const histogram = comparedBins(compared);
  const { distance, divergence, contributions } = jensenShannon(histogram);
  const bins = histogram.baseline.filter((a, i) => a + (histogram.current[i] ?? 0) > 0).length;
  const chance = Math.sqrt(((bins - 1) * (n + m)) / (8 * Math.LN2 * n * m));
  return measureDistance(
    compared,
    {
      value: distance,
      lower: null,
      upper: null,
      smallestDetectable: 2 * chance,
      tolerance: TOLERANCE,
      among: `${bins} bins`,
      histogram,
      contributions,
      detail: { divergence },
    },
    context,
  );
}
