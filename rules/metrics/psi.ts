import type { EvidenceGroup } from "../evidence/request.ts";
import { binsOf, mergeIntoBins } from "../profile/bins.ts";
import { populationStability } from "../statistics/population-stability.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Measurement } from "./measurement.ts";
import type { MeasureContext, Metric } from "./metric.ts";

/** One bin of both histograms, as the detail of a PSI measurement keeps it. */
export interface PsiBin {
  readonly label: string;
  readonly baseline: number;
  readonly current: number;
  /** This bin's summand of the index. */
  readonly contribution: number;
}

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
  measure: (family, context) => family.map((group) => measureDrift(group, context)),
  source: "Yurdakul (2018); bounds by the noncentral χ², arXiv 2307.11878",
};

const TOLERANCE = 0.2;

function measureDrift(group: EvidenceGroup, context: MeasureContext): Measurement {
  const cells = evidenceOf(group, "cells");
  const name = group.labels["feature"] ?? "";
  const features = context.baseline?.features ?? {};
  const feature = Object.hasOwn(features, name) ? features[name] : undefined;
  if (feature === undefined || context.baseline?.digest !== cells.baseline) {
    return { kind: "no_data", reason: `no baseline of ${name} fits these cells` };
  }
  const n = sum(feature.counts);
  const m = sum(cells.counts);
  if (m + cells.missing === 0) return { kind: "no_data", reason: "no predictions in the window" };
  const missing = {
    baseline: n + feature.missing === 0 ? 0 : feature.missing / (n + feature.missing),
    current: cells.missing / (m + cells.missing),
  };
  if (n === 0 || m === 0) {
    const side = n === 0 ? "the baseline" : "the window";
    return {
      kind: "insufficient",
      n: m,
      reason: `${side} has no value of ${name}`,
      detail: { missing },
    };
  }

  const bins = binsOf(feature);
  const baseline = mergeIntoBins(feature.counts, bins);
  const current = mergeIntoBins(cells.counts, bins);
  const stability = populationStability({ baseline, current, confidence: context.confidence });
  const smallestDetectable = (4 * (stability.bins - 1)) / stability.harmonic;
  const detail = {
    bins: bins.labels
      .map(
        (label, i): PsiBin => ({
          label,
          baseline: baseline[i] ?? 0,
          current: current[i] ?? 0,
          contribution: stability.contributions[i] ?? 0,
        }),
      )
      .filter((bin) => bin.baseline + bin.current > 0),
    debiased: stability.debiased,
    harmonic: stability.harmonic,
    smallestDetectable,
    baselineN: n,
    missing,
  };
  const tolerance = context.tolerance ?? TOLERANCE;
  const insufficient = (reason: string): Measurement => ({
    kind: "insufficient",
    n: m,
    reason,
    detail,
  });
  if (m < context.minSample) return insufficient(`${m} values, needs ${context.minSample}`);
  if (smallestDetectable > tolerance) {
    return insufficient(
      `${m} values against ${n} in ${stability.bins} bins show a shift of ${smallestDetectable.toPrecision(2)} at the smallest, needs ${tolerance}`,
    );
  }
  const { value, lower, upper } = stability;
  return { kind: "measured", value, lower, upper, n: m, detail };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
