import type { EvidenceGroup } from "../evidence/request.ts";
import { hellinger } from "../statistics/hellinger.ts";
import { compareCells, comparedBins, measureDistance } from "./compare-cells.ts";
import type { Measurement } from "./measurement.ts";
import type { MeasureContext, Metric } from "./metric.ts";

/** √(0.2 / 8): what 0.2 is for PSI. */
const TOLERANCE = 0.158;

/**
 * Hellinger distance of each feature against the baseline: deciles of a numeric feature, categories
 * of a categorical one. Near √(PSI/8) for small shifts.
 *
 * No bounds: the value decides, so the control says `proof: measured`. The contributions sum to the
 * square of the value. Insufficient where chance alone shows half the tolerance: √((B − 1)/8h) > τ/2.
 */
export const hellingerDistance: Metric = {
  id: "hellinger",
  title: "Hellinger distance",
  unit: "1",
  display: "number",
  worse: "higher",
  evidence: "cells",
  tolerance: TOLERANCE,
  measure: (family, context) => family.map((group) => measureOne(group, context)),
  source: "Hellinger (1909): √(1 − Σ√(pq))",
};

function measureOne(group: EvidenceGroup, context: MeasureContext): Measurement {
  const compared = compareCells(group, context);
  if (compared.kind !== "compared") return compared;
  const { n, m } = compared;
  const histogram = comparedBins(compared);
  const { distance, contributions } = hellinger(histogram);
  const bins = histogram.baseline.filter((a, i) => a + (histogram.current[i] ?? 0) > 0).length;
  const chance = Math.sqrt(((bins - 1) * (n + m)) / (8 * n * m));
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
      detail: {},
    },
    context,
  );
}
