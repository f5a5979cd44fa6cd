import type { FeatureDrift } from "@tiltmeter/dashboards";
import {
  type Baseline,
  type EvidenceGroup,
  type EvidenceRequest,
  type FeatureBaseline,
  type Measurement,
  metric,
} from "@tiltmeter/rules";
import { distanceOf, driftRequest, kindOf } from "./drift.ts";
import { displayContext } from "./series.ts";
import { total } from "./total.ts";

/** What the predictions of a range came with; see `collector/store/reads/features-seen.ts`. */
export interface FeaturesSeen {
  readonly predictions: number;
  readonly features: readonly {
    readonly name: string;
    readonly numbers: number;
    readonly words: number;
    readonly missing: number;
  }[];
}

/** One feature of a system: what it is, how much of it came, and how far it stands from its baseline. */
export interface SystemFeature {
  readonly feature: string;
  readonly kind: FeatureDrift["kind"];
  /** Predictions of the range that had a value of it, and all that could have. */
  readonly values: number;
  readonly predictions: number;
  /** Null: it is not in the baseline, or there is none. */
  readonly baseline: { readonly values: number; readonly missing: number } | null;
  /** The distance it is first told by; null where there is no baseline of it. */
  readonly distance: { readonly metric: string; readonly measurement: Measurement } | null;
}

export interface SystemFeatures {
  readonly system: string;
  readonly baseline: {
    readonly name: string;
    readonly digest: string;
    readonly rows: number;
  } | null;
  /** By name: those of the baseline, and whatever else predictions of the range came with. */
  readonly features: readonly SystemFeature[];
}

/**
 * Every feature of a system over a range. Those of the baseline are measured as `readDrift` measures them, each
 * by the distance of its kind; the others are named, so that what nobody watches shows.
 */
export async function readSystemFeatures(
  of: {
    readonly system: string;
    readonly range: { readonly fromMs: number; readonly toMs: number };
  },
  sources: {
    readonly fetchEvidence: (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]>;
    readonly featuresSeen: (of: {
      readonly system: string;
      readonly range: { readonly fromMs: number; readonly toMs: number };
    }) => Promise<FeaturesSeen>;
  },
  baseline: Baseline | null,
): Promise<SystemFeatures> {
  const [seen, groups] = await Promise.all([
    sources.featuresSeen(of),
    baseline === null ? [] : sources.fetchEvidence(driftRequest({ ...of, baseline })),
  ]);
  const groupOf = new Map(groups.map((group) => [group.labels["feature"] ?? "", group]));
  const watched = Object.entries(baseline?.features ?? {}).map(([feature, reference]) =>
    watchedFeature(feature, reference, { group: groupOf.get(feature), baseline, range: of.range }),
  );
  const names = new Set(watched.map(({ feature }) => feature));
  const others = seen.features
    .filter(({ name }) => !names.has(name))
    .map(
      ({ name, numbers, words }): SystemFeature => ({
        feature: name,
        kind: words > numbers ? "categorical" : "numeric",
        values: Math.max(numbers, words),
        predictions: seen.predictions,
        baseline: null,
        distance: null,
      }),
    );
  return {
    system: of.system,
    baseline: baseline && {
      name: baseline.name,
      digest: baseline.digest,
      rows: baseline.rows,
    },
    features: [...watched, ...others].sort((a, b) => (a.feature < b.feature ? -1 : 1)),
  };
}

function watchedFeature(
  feature: string,
  reference: FeatureBaseline,
  of: {
    readonly group: EvidenceGroup | undefined;
    readonly baseline: Baseline | null;
    readonly range: { readonly fromMs: number; readonly toMs: number };
  },
): SystemFeature {
  const cells = of.group?.evidence.kind === "cells" ? of.group.evidence : null;
  const counted = (counts: readonly number[]): number =>
    reference.kind === "sums" ? (counts[0] ?? 0) : total(counts);
  const values = cells === null ? 0 : counted(cells.counts);
  const id = distanceOf(reference);
  const context = displayContext({ ...of.range, baseline: of.baseline, positive: null });
  const [measurement] =
    of.group === undefined ? [] : (metric(id)?.measure([of.group], context) ?? []);
  return {
    feature,
    kind: kindOf(reference),
    values,
    predictions: values + (cells?.missing ?? 0),
    baseline: { values: counted(reference.counts), missing: reference.missing },
    distance: {
      metric: id,
      measurement: measurement ?? { kind: "no_data", reason: "no predictions in this range" },
    },
  };
}
