import type { EvidenceGroup } from "../evidence/request.ts";
import type { CategoricalBaseline, FeatureBaseline, NumericBaseline } from "../profile/baseline.ts";
import { binsOf, mergeIntoBins } from "../profile/bins.ts";
import { baselineCountsFor } from "../profile/hour-of-week.ts";
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
  readonly feature: NumericBaseline | CategoricalBaseline;
  /** The baseline's side is that of the same hours of the week, where the baseline is seasonal. */
  readonly cells: CountPair;
  /** Values on either side, without missing ones. */
  readonly n: number;
  readonly m: number;
  /** Shares of missing values. */
  readonly missing: { readonly baseline: number; readonly current: number };
}

/**
 * The cells of a group beside those of its baseline, or why they cannot be compared. A seasonal
 * baseline answers with the hours of the week that the window touches.
 */
export function compareCells(
  group: EvidenceGroup,
  context: MeasureContext,
): ComparedCells | Exclude<Measurement, { kind: "measured" }> {
  const found = evidenceOf(group, "cells");
  const name = group.labels["feature"] ?? "";
  const feature = featureOf(group, context);
  if (feature === undefined || context.baseline?.digest !== found.baseline) {
    return { kind: "no_data", reason: `no baseline of ${name} fits these cells` };
  }
  if (feature.kind === "sums") {
    const reason = `${name} is a mean of vectors and has no cells: use embedding_drift`;
    return { kind: "insufficient", n: found.counts[0] ?? 0, reason };
  }
  const { baseline, fromMs, toMs } = context;
  const counts =
    baseline.seasonal === undefined || fromMs === undefined
      ? feature.counts
      : baselineCountsFor(feature, fromMs, toMs);
  const n = totalOf(counts);
  const m = totalOf(found.counts);
  const known = counts === feature.counts ? n : totalOf(feature.counts);
  if (m + found.missing === 0) return { kind: "no_data", reason: "no predictions in the window" };
  const missing = {
    baseline: known + feature.missing === 0 ? 0 : feature.missing / (known + feature.missing),
    current: found.missing / (m + found.missing),
  };
  if (n === 0 || m === 0) {
    const side = n === 0 ? "the baseline" : "the window";
    const reason = `${side} has no value of ${name}`;
    return { kind: "insufficient", n: m, reason, detail: { missing } };
  }
  const cells = { baseline: counts, current: found.counts };
  return { kind: "compared", name, feature, cells, n, m, missing };
}

/** The baseline of a group's feature; undefined where it has none. */
export function featureOf(
  group: EvidenceGroup,
  context: MeasureContext,
): FeatureBaseline | undefined {
  const name = group.labels["feature"] ?? "";
  const features = context.baseline?.features ?? {};
  return Object.hasOwn(features, name) ? features[name] : undefined;
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
  compared: Pick<ComparedCells, "n" | "m"> & Partial<Pick<ComparedCells, "missing">>,
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
    ...(missing === undefined ? {} : { missing }),
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
