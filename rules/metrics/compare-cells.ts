import type { EvidenceGroup } from "../evidence/request.ts";
import type { FeatureBaseline } from "../profile/baseline.ts";
import { binsOf, mergeIntoBins } from "../profile/bins.ts";
import { type CountPair, totalOf } from "../statistics/count-pair.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Measurement } from "./measurement.ts";
import type { MeasureContext } from "./metric.ts";

/** One bin of both histograms, as the detail of a drift measurement keeps it. */
export interface DriftBin {
  readonly label: string;
  readonly baseline: number;
  readonly current: number;
  /** This bin's summand: of what, the metric says. */
  readonly contribution: number;
}

/** A feature's cells beside those of its baseline; both sides hold a value. */
export interface ComparedCells {
  readonly kind: "compared";
  readonly name: string;
  readonly feature: FeatureBaseline;
  readonly cells: CountPair;
  /** Values on either side, without missing ones. */
  readonly n: number;
  readonly m: number;
  /** Shares of missing values. */
  readonly missing: { readonly baseline: number; readonly current: number };
}

/** The cells of a group beside those of its baseline, or why they cannot be compared. */
export function compareCells(
  group: EvidenceGroup,
  context: MeasureContext,
): ComparedCells | Exclude<Measurement, { kind: "measured" }> {
  const found = evidenceOf(group, "cells");
  const name = group.labels["feature"] ?? "";
  const features = context.baseline?.features ?? {};
  const feature = Object.hasOwn(features, name) ? features[name] : undefined;
  if (feature === undefined || context.baseline?.digest !== found.baseline) {
    return { kind: "no_data", reason: `no baseline of ${name} fits these cells` };
  }
  const n = totalOf(feature.counts);
  const m = totalOf(found.counts);
  if (m + found.missing === 0) return { kind: "no_data", reason: "no predictions in the window" };
  const missing = {
    baseline: n + feature.missing === 0 ? 0 : feature.missing / (n + feature.missing),
    current: found.missing / (m + found.missing),
  };
  if (n === 0 || m === 0) {
    const side = n === 0 ? "the baseline" : "the window";
    const reason = `${side} has no value of ${name}`;
    return { kind: "insufficient", n: m, reason, detail: { missing } };
  }
  const cells = { baseline: feature.counts, current: found.counts };
  return { kind: "compared", name, feature, cells, n, m, missing };
}

/** Both histograms in coarse bins: deciles or categories. */
export function comparedBins({ feature, cells }: ComparedCells): CountPair & {
  readonly labels: readonly string[];
  readonly ofCell: readonly number[];
} {
  const bins = binsOf(feature);
  return {
    labels: bins.labels,
    ofCell: bins.ofCell,
    baseline: mergeIntoBins(cells.baseline, bins),
    current: mergeIntoBins(cells.current, bins),
  };
}

/** What a drift metric makes of compared cells. */
export interface Distance {
  readonly value: number;
  readonly lower: number | null;
  readonly upper: number | null;
  /** The smallest shift that these sample sizes can tell from chance, on the scale of the value. */
  readonly smallestDetectable: number;
  /** What counts as a shift where the control has no limit. */
  readonly tolerance: number;
  /** What was compared: `10 bins`. */
  readonly among: string;
  readonly histogram: CountPair & { readonly labels: readonly string[] };
  readonly contributions: readonly number[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * The measurement of a distance: insufficient below the minimum sample, and where the smallest
 * detectable shift is beyond the limit that it is judged by. Both histograms are shown all the same.
 */
export function measureDistance(
  compared: ComparedCells,
  distance: Distance,
  context: MeasureContext,
): Measurement {
  const { n, m, missing } = compared;
  const { value, lower, upper, smallestDetectable, histogram } = distance;
  const detail = {
    bins: histogram.labels
      .map(
        (label, i): DriftBin => ({
          label,
          baseline: histogram.baseline[i] ?? 0,
          current: histogram.current[i] ?? 0,
          contribution: distance.contributions[i] ?? 0,
        }),
      )
      .filter((bin) => bin.baseline + bin.current > 0),
    ...distance.detail,
    harmonic: (n * m) / (n + m),
    smallestDetectable,
    baselineN: n,
    missing,
  };
  if (m < context.minSample) {
    return {
      kind: "insufficient",
      n: m,
      reason: `${m} values, needs ${context.minSample}`,
      detail,
    };
  }
  const tolerance = context.tolerance ?? distance.tolerance;
  if (smallestDetectable > tolerance) {
    const reason = `${m} values against ${n} in ${distance.among} show a shift of ${smallestDetectable.toPrecision(2)} at the smallest, needs ${tolerance}`;
    return { kind: "insufficient", n: m, reason, detail };
  }
  return { kind: "measured", value, lower, upper, n: m, detail };
}
