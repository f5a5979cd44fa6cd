import type { Reads } from "@tiltmeter/dashboards";
import type { Baseline, EvidenceGroup, EvidenceRequest, Measurement } from "@tiltmeter/rules";
import { metric } from "@tiltmeter/rules";
import { displayContext, point, steppedFamilies } from "./series.ts";

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
  const family = await fetchEvidence(request(of.system, of.range, baseline));
  const context = displayContext({ toMs: of.range.toMs, baseline, positive: null });
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

/** PSI of each feature, or of one, over time: one evidence query for all steps. */
export async function readDriftSeries(
  of: Parameters<Reads["driftSeries"]>[0],
  fetchEvidence: FetchEvidence,
  baseline: Baseline | null,
): Promise<DriftSeries> {
  if (baseline === null) return [];
  const groups = await fetchEvidence({
    ...request(of.system, of.range, baseline),
    stepMs: of.stepMs,
  });
  const series = new Map<string, DriftSeries[number]["points"][number][]>();
  for (const [startMs, family] of steppedFamilies(groups)) {
    const context = displayContext({ toMs: startMs + of.stepMs, baseline, positive: null });
    const measured = metric("psi")?.measure(family, context) ?? [];
    for (const [i, group] of family.entries()) {
      const feature = group.labels["feature"] ?? "";
      if (of.feature !== undefined && feature !== of.feature) continue;
      series.set(feature, [...(series.get(feature) ?? []), point(startMs, group, measured[i])]);
    }
  }
  return [...series].map(([feature, points]) => ({ feature, points }));
}

function request(
  system: string,
  range: { fromMs: number; toMs: number },
  baseline: Baseline,
): EvidenceRequest {
  return {
    kind: "cells",
    by: ["system", "feature"],
    ...range,
    systems: [system],
    baselines: [baseline],
  };
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
    kind: reference?.kind === "categorical" ? "categorical" : "numeric",
    measurement,
    bins: binsOf(measurement),
    missing: {
      baseline: reference?.missing ?? 0,
      current: group.evidence.kind === "cells" ? group.evidence.missing : 0,
    },
  };
}

/** The bins that PSI kept beside its value; none where nothing was measured. */
function binsOf(measurement: Measurement): FeatureDrift["bins"] {
  const bins = "detail" in measurement ? measurement.detail?.["bins"] : undefined;
  return Array.isArray(bins) ? bins : []; // written by `rules/metrics/psi.ts` in this shape
}

function drifted(measurement: Measurement): number {
  return measurement.kind === "measured" ? measurement.value : -1;
}
