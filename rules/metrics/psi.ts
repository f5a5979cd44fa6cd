import type { EvidenceGroup } from "../evidence/request.ts";
import { populationStability } from "../statistics/population-stability.ts";
import { compareCells, comparedBins, type DriftBin, measureDistance } from "./compare-cells.ts";
import type { Measurement } from "./measurement.ts";
import type { MeasureContext, Metric } from "./metric.ts";

/** One bin of both histograms, as the detail of a PSI measurement keeps it. */
export type PsiBin = DriftBin;

const TOLERANCE = 0.2;

/**
 * Population stability index of each feature against the baseline: deciles of a numeric feature,
 * categories of a categorical one.
 *
 * Insufficient where chance alone would show a quarter of the tolerance: (B − 1)/h > τ/4. The
 * smallest detectable shift is the tolerance for which the sample would have been enough.
 */
export const psi: Metric = {
  id: "psi",
  title: "Population stability index",
  unit: "1",
  display: "number",
  worse: "higher",
  evidence: "cells",
  minSample: 200,
  tolerance: TOLERANCE,
  measure: (family, context) => family.map((group) => measureDrift(group, context)),
  source: "Yurdakul (2018); bounds by the noncentral χ², arXiv 2307.11878",
};

function measureDrift(group: EvidenceGroup, context: MeasureContext): Measurement {
  const compared = compareCells(group, context);
  if (compared.kind !== "compared") return compared;
  const histogram = comparedBins(compared);
  const found = populationStability({ ...histogram, confidence: context.confidence });
  return measureDistance(
    compared,
    {
      value: found.value,
      lower: found.lower,
      upper: found.upper,
      smallestDetectable: (4 * (found.bins - 1)) / found.harmonic,
      tolerance: TOLERANCE,
      among: `${found.bins} bins`,
      histogram,
      contributions: found.contributions,
      detail: { debiased: found.debiased },
    },
    context,
  );
}
