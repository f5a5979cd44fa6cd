import type { EvidenceGroup } from "../evidence/request.ts";
import { kolmogorovSmirnov } from "../statistics/kolmogorov-smirnov.ts";
import { compareCells, comparedBins, measureDistance } from "./compare-cells.ts";
import type { Measurement } from "./measurement.ts";
import type { MeasureContext, Metric } from "./metric.ts";

const TOLERANCE = 0.1;

/**
 * Kolmogorov–Smirnov D of each numeric feature against the baseline, at the edges of its 200 cells.
 *
 * Insufficient for a categorical feature, which has no order, and where chance alone shows half the
 * tolerance: 0.869/√h > τ/2. Bounds hold at any sample size. The contributions are signed and sum
 * to the value: each bin's p − q up to the edge `at` where D is found, 0 beyond it. p is for
 * information.
 */
export const kolmogorovSmirnovDistance: Metric = {
  id: "kolmogorov_smirnov",
  title: "Kolmogorov–Smirnov distance",
  unit: "1",
  display: "number",
  worse: "higher",
  evidence: "cells",
  minSample: 200,
  tolerance: TOLERANCE,
  measure: (family, context) => family.map((group) => measureOne(group, context)),
  source: "max|F − G|; p by Stephens (1970), bounds by Massart (1990) and Hoeffding (1963)",
};

/** √(π/2) ln 2: the mean of the Kolmogorov distribution. */
const CHANCE = 0.8687311606361592;

function measureOne(group: EvidenceGroup, context: MeasureContext): Measurement {
  const compared = compareCells(group, context);
  if (compared.kind !== "compared") return compared;
  const { n, m, name, feature, cells } = compared;
  if (feature.kind !== "numeric") {
    const reason = `${name} is categorical and has no order: use total_variation or psi`;
    return { kind: "insufficient", n: m, reason };
  }
  const histogram = comparedBins(compared);
  const found = kolmogorovSmirnov({ ...cells, confidence: context.confidence });
  const gaps = cells.baseline.map((count, cell) =>
    cell > found.cell ? 0 : count / n - (cells.current[cell] ?? 0) / m,
  );
  const sign = gaps.reduce((sum, gap) => sum + gap, 0) < 0 ? -1 : 1;
  const contributions = histogram.labels.map(() => 0);
  gaps.forEach((gap, cell) => {
    const bin = histogram.ofCell[cell] ?? 0;
    contributions[bin] = (contributions[bin] ?? 0) + sign * gap;
  });
  return measureDistance(
    compared,
    {
      value: found.distance,
      lower: found.lower,
      upper: found.upper,
      smallestDetectable: 2 * CHANCE * Math.sqrt((n + m) / (n * m)),
      tolerance: TOLERANCE,
      among: `${cells.baseline.length} cells`,
      histogram,
      contributions,
      detail: {
        distanceUpTo: found.distanceUpTo,
        at: feature.edges[found.cell] ?? null,
        pValue: found.pValue,
      },
    },
    context,
  );
}
