import type { FeatureDistance } from "@tiltmeter/dashboards";
import {
  type EvidenceGroup,
  type FeatureBaseline,
  featureDistances,
  type MeasureContext,
  type Measurement,
  metric,
} from "@tiltmeter/rules";
import { distanceOf } from "./drift.ts";
import { total } from "./total.ts";

const NUMERIC = [
  "psi",
  "jensen_shannon",
  "hellinger",
  "total_variation",
  "kolmogorov_smirnov",
  "wasserstein",
] as const;
const CATEGORICAL = ["psi", "jensen_shannon", "hellinger", "total_variation"] as const;

/**
 * Every distance that fits one feature, as controls measure them, and three that no control is judged
 * by: L∞, χ² and Cramér's V. `feature` holds the counts that the window is compared with.
 */
export function distancesOf(
  group: EvidenceGroup,
  feature: FeatureBaseline,
  context: MeasureContext,
): readonly FeatureDistance[] {
  const ids =
    feature.kind === "sums"
      ? [distanceOf(feature)]
      : feature.kind === "numeric"
        ? NUMERIC
        : CATEGORICAL;
  return [
    ...ids.flatMap((id) => catalogued(id, group, context)),
    ...informative(group, feature, context),
  ];
}

function catalogued(
  id: string,
  group: EvidenceGroup,
  context: MeasureContext,
): readonly FeatureDistance[] {
  const found = metric(id);
  const [measurement] = found?.measure([group], context) ?? [];
  if (found === undefined || measurement === undefined) return [];
  return [
    {
      id,
      title: found.title,
      measurement,
      bracket: bracketOf(measurement),
      pValue: numberIn(measurement, "pValue"),
      threshold: found.tolerance ?? null,
      source: found.source,
    },
  ];
}

/** Kolmogorov–Smirnov keeps the top of its bracket beside its value. */
function bracketOf(measurement: Measurement): FeatureDistance["bracket"] {
  const upper = numberIn(measurement, "distanceUpTo");
  if (upper === null || measurement.kind !== "measured") return null;
  return { lower: measurement.value, upper };
}

function numberIn(measurement: Measurement, name: string): number | null {
  const value = measurement.kind === "measured" ? measurement.detail[name] : undefined;
  return typeof value === "number" ? value : null;
}

function informative(
  { evidence }: EvidenceGroup,
  feature: FeatureBaseline,
  { confidence }: MeasureContext,
): readonly FeatureDistance[] {
  if (evidence.kind !== "cells" || feature.kind === "sums") return [];
  const n = total(evidence.counts);
  if (n === 0 || total(feature.counts) === 0) return [];
  const found = featureDistances({ feature, current: evidence.counts, confidence });
  const { largest, largestBin } = found.totalVariation;
  const { statistic, freedom, pValue } = found.chiSquared;
  const plain = (
    id: string,
    title: string,
    value: number,
    source: string,
    detail: Readonly<Record<string, unknown>> = {},
  ): FeatureDistance => ({
    id,
    title,
    measurement: { kind: "measured", value, lower: null, upper: null, n, detail },
    bracket: null,
    pValue: null,
    threshold: null,
    source,
  });
  return [
    plain("largest_difference", "Largest difference of a bin (L∞)", largest, "max|p − q|", {
      bin: found.labels[largestBin] ?? "",
    }),
    {
      ...plain("chi_squared", "χ² of both samples", statistic, "Press et al. (2007), 14.3", {
        freedom,
      }),
      pValue,
    },
    plain("cramers_v", "Cramér's V", found.cramersV, "Bergsma (2013)"),
  ];
}
