import type { Reads } from "@tiltmeter/dashboards";
import type {
  Baseline,
  Dimension,
  EvidenceGroup,
  EvidenceRequest,
  FeatureBaseline,
  Measurement,
} from "@tiltmeter/rules";
import { metric } from "@tiltmeter/rules";
import { displayContext, point, refuseSteps, steppedFamilies } from "./series.ts";

type Drift = Awaited<ReturnType<Reads["drift"]>>;
type FeatureDrift = Drift["features"][number];
type DriftSeries = Awaited<ReturnType<Reads["driftSeries"]>>;
type FetchEvidence = (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]>;

/** How far each feature of a system stands from its baseline over a range, most drifted first. */
export async function readDrift(
  of: Parameters<Reads["drift"]>[0],
  fetchEvidence: FetchEvidence,
  baseline: Baseline | null,
): Promise<Drift> {
  if (baseline === null) return { system: of.system, baseline: null, features: [] };
  const asked = driftRequest({ ...of, baseline });
  const family = ofVersion(await fetchEvidence(asked), of.modelVersion);
  const context = displayContext({ ...of.range, baseline, positive: null });
  const measured = metric("psi")?.measure(family, context) ?? [];
  const features = family.flatMap((group, i) => {
    const measurement = measured[i];
    return measurement === undefined ? [] : [featureDrift(group, measurement, baseline)];
  });
  return {
    system: of.system,
    baseline: { name: baseline.name, digest: baseline.digest, rows: baseline.rows },
    features: features.sort((a, b) => drifted(b.measurement) - drifted(a.measurement)),
  };
}

/**
 * PSI of each feature over time, or of one that is asked for; of a mean of vectors, which has no
 * index, its own distance. One evidence query for all steps.
 */
export async function readDriftSeries(
  of: Parameters<Reads["driftSeries"]>[0],
  fetchEvidence: FetchEvidence,
  baseline: Baseline | null,
): Promise<DriftSeries> {
  refuseSteps(of);
  if (baseline === null) return [];
  const only = of.feature === undefined ? binned(baseline) : narrowed(baseline, of.feature);
  const groups = await fetchEvidence({
    ...driftRequest({ ...of, baseline: only }),
    stepMs: of.stepMs,
  });
  const series = new Map<string, DriftSeries[number]["points"][number][]>();
  for (const [startMs, family] of steppedFamilies(groups)) {
    const toMs = startMs + of.stepMs;
    const context = displayContext({ fromMs: startMs, toMs, baseline, positive: null });
    for (const group of family) {
      const feature = group.labels["feature"] ?? "";
      const [measurement] =
        metric(distanceOf(only.features[feature]))?.measure([group], context) ?? [];
      series.set(feature, [...(series.get(feature) ?? []), point(startMs, group, measurement)]);
    }
  }
  return [...series].map(([feature, points]) => ({ feature, points }));
}

/** The cells of every feature of a baseline, by model version where one is asked for. */
export function driftRequest(of: {
  readonly system: string;
  readonly range: { readonly fromMs: number; readonly toMs: number };
  readonly baseline: Baseline;
  readonly modelVersion?: string;
  readonly segment?: Dimension;
}): EvidenceRequest {
  const { system, range, baseline, modelVersion, segment } = of;
  return {
    kind: "cells",
    by: [
      "system",
      ...(modelVersion === undefined ? [] : (["model_version"] as const)),
      ...(segment === undefined ? [] : [segment]),
      "feature",
    ],
    fromMs: range.fromMs,
    toMs: range.toMs,
    systems: [system],
    baselines: [baseline],
  };
}

/** The groups of one model version; all where none is asked for. */
export function ofVersion(
  groups: readonly EvidenceGroup[],
  version: string | undefined,
): readonly EvidenceGroup[] {
  if (version === undefined) return groups;
  return groups.filter(({ labels }) => labels["model_version"] === version);
}

/** The same baseline with one feature: the store counts no other. It keeps its digest. */
export function narrowed(baseline: Baseline, feature: string): Baseline {
  const own = Object.hasOwn(baseline.features, feature) ? baseline.features[feature] : undefined;
  return { ...baseline, features: own === undefined ? {} : { [feature]: own } };
}

/** Without means of vectors, which have no bins and so no index. */
function binned(baseline: Baseline): Baseline {
  const features = Object.entries(baseline.features).filter(([, { kind }]) => kind !== "sums");
  return { ...baseline, features: Object.fromEntries(features) };
}

function featureDrift(
  group: EvidenceGroup,
  measurement: Measurement,
  baseline: Baseline,
): FeatureDrift {
  const feature = group.labels["feature"] ?? "";
  const reference = baseline.features[feature];
  return {
    feature,
    kind: kindOf(reference),
    measurement,
    bins: keptBins(measurement),
    missing: {
      baseline: reference?.missing ?? 0,
      current: group.evidence.kind === "cells" ? group.evidence.missing : 0,
    },
  };
}

/** What a reader calls a feature of a baseline. */
export function kindOf(feature: FeatureBaseline | undefined): FeatureDrift["kind"] {
  if (feature?.kind === "sums") return "vectors";
  return feature?.kind === "categorical" ? "categorical" : "numeric";
}

/** The distance that a feature is first told by. */
export function distanceOf(feature: FeatureBaseline | undefined): string {
  if (feature?.kind !== "sums") return "psi";
  return feature.of === "fourier" ? "embedding_drift" : "centroid_distance";
}

/** The bins that PSI kept beside its value; none where nothing was measured. */
export function keptBins(measurement: Measurement): FeatureDrift["bins"] {
  const bins = "detail" in measurement ? measurement.detail?.["bins"] : undefined;
  return Array.isArray(bins) ? bins : []; // written by `rules/metrics/psi.ts` in this shape
}

function drifted(measurement: Measurement): number {
  return measurement.kind === "measured" ? measurement.value : -1;
}
