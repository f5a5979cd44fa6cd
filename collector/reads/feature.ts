import type {
  BaselineFacts,
  FeatureDetail,
  FeatureDrift,
  FeatureFindings,
  Reads,
} from "@tiltmeter/dashboards";
import {
  type Baseline,
  baselineCountsFor,
  binsOf,
  type Cells,
  type EvidenceGroup,
  type EvidenceRequest,
  type FeatureBaseline,
  type Measurement,
  mergeIntoBins,
  metric,
} from "@tiltmeter/rules";
import type { KnownBaseline } from "./baselines.ts";
import { distancesOf } from "./distances.ts";
import { driftRequest, keptBins, kindOf, narrowed, ofVersion } from "./drift.ts";
import { qualityOf } from "./quality.ts";
import { segmentShift } from "./segment-shifts.ts";
import { dimensions, displayContext } from "./series.ts";
import { total } from "./total.ts";

type FeatureQuery = Parameters<Reads["featureDrift"]>[0];

/** Each is one more evidence query; the other segments are named. */
const SEGMENTS_MAX = 4;

/**
 * Everything about one feature over a range: one evidence query for the feature, and one for each
 * segment that predictions of the range carried, of at most four.
 */
export async function readFeature(
  of: FeatureQuery,
  sources: {
    readonly fetchEvidence: (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]>;
    readonly segments: Reads["segments"];
  },
  known: KnownBaseline | null,
): Promise<FeatureDetail> {
  const { system, feature, modelVersion } = of;
  const about = {
    system,
    feature,
    modelVersion: modelVersion ?? null,
    related: known === null ? [] : siblings(known.baseline, feature),
  };
  const unfound = (baseline: BaselineFacts | null, problem: string): FeatureDetail => ({
    ...about,
    baseline,
    found: null,
    problem,
  });
  if (known === null) {
    const problem =
      of.baseline === undefined
        ? "this system has no approved baseline: make one from a file or a window that you trust (tiltmeter baseline create) and approve it"
        : `this system has no baseline ${of.baseline}: GET /api/v1/baselines?system=… lists them`;
    return unfound(null, problem);
  }
  const facts = factsOf(known);
  const narrow = narrowed(known.baseline, feature);
  const whole = Object.hasOwn(narrow.features, feature) ? narrow.features[feature] : undefined;
  if (whole === undefined) {
    return unfound(facts, `the baseline ${facts.name} does not hold this feature: make a new one`);
  }
  const asked = { ...of, baseline: narrow };
  const [names, groups] = await Promise.all([
    whole.kind === "sums" ? [] : sources.segments({ system, range: of.range }),
    sources.fetchEvidence(driftRequest(asked)),
  ]);
  const group = ofVersion(groups, modelVersion)[0];
  if (group?.evidence.kind !== "cells") {
    return unfound(facts, "no predictions in this range: choose a longer one");
  }
  const shown = names.slice(0, SEGMENTS_MAX);
  const compared = comparedWith(whole, narrow, of.range);
  const shifts = await Promise.all(
    shown.map(async (name) => {
      const [segment] = dimensions(name);
      if (segment === undefined) return null;
      const bySegment = await sources.fetchEvidence(driftRequest({ ...asked, segment }));
      return segmentShift(name, ofVersion(bySegment, modelVersion), compared);
    }),
  );
  return {
    ...about,
    baseline: facts,
    problem: null,
    found: {
      ...findings({ group, cells: group.evidence, baseline: narrow, whole, compared }, of.range),
      segments: shifts.filter((shift) => shift !== null),
      segmentsLeft: names.slice(SEGMENTS_MAX),
    },
  };
}

/** Means of the embedding that a feature is derived from: `letter:rff` of `letter:p3`. */
function siblings({ features, derived }: Baseline, feature: string): readonly string[] {
  const name = feature.slice(0, Math.max(0, feature.lastIndexOf(":")));
  if (derived === undefined || !Object.hasOwn(derived, name)) return [];
  return Object.entries(features).flatMap(([other, { kind }]) =>
    kind === "sums" && other !== feature && other.startsWith(`${name}:`) ? [other] : [],
  );
}

/** What a page says of a baseline. */
function factsOf({ baseline, approvedMs, approvedBy }: KnownBaseline): BaselineFacts {
  const { name, version, digest, rows, origin, createdMs } = baseline;
  const seasonal = baseline.seasonal !== undefined;
  return { name, version, digest, rows, origin, createdMs, approvedMs, approvedBy, seasonal };
}

/** The feature with the counts of the same hours of the week, where its baseline is seasonal. */
function comparedWith(
  feature: FeatureBaseline,
  baseline: Baseline,
  { fromMs, toMs }: FeatureQuery["range"],
): FeatureBaseline {
  if (feature.kind === "sums" || baseline.seasonal === undefined) return feature;
  return { ...feature, counts: baselineCountsFor(feature, fromMs, toMs) };
}

function findings(
  of: {
    readonly group: EvidenceGroup;
    readonly cells: Cells;
    readonly baseline: Baseline;
    readonly whole: FeatureBaseline;
    readonly compared: FeatureBaseline;
  },
  range: FeatureQuery["range"],
): Omit<FeatureFindings, "segments" | "segmentsLeft"> {
  const { group, cells, baseline, whole, compared } = of;
  const context = displayContext({ ...range, baseline, positive: null });
  const values = whole.kind === "sums" ? (cells.counts[0] ?? 0) : total(cells.counts);
  const [psi] = metric("psi")?.measure([group], context) ?? [];
  return {
    kind: kindOf(whole),
    predictions: values + cells.missing,
    values,
    missing: { baseline: whole.missing, current: cells.missing },
    notANumber: cells.notANumber,
    wrongType: cells.wrongType,
    infinite: cells.infinite,
    extremes: {
      baseline: whole.kind === "numeric" ? pair(whole.min, whole.max) : null,
      current: pair(cells.min, cells.max),
    },
    bins: binsOrCounts(psi, compared, cells),
    distances: distancesOf(group, compared, context),
    smallestDetectable: smallestIn(psi),
    quality: qualityOf(group, whole, context),
  };
}

/** The bins that the index kept; both histograms without contributions where it has none. */
function binsOrCounts(
  psi: Measurement | undefined,
  feature: FeatureBaseline,
  cells: Cells,
): FeatureDrift["bins"] {
  const kept = psi === undefined ? [] : keptBins(psi);
  if (kept.length > 0 || feature.kind === "sums") return kept;
  const bins = binsOf(feature);
  const [before, now] = [mergeIntoBins(feature.counts, bins), mergeIntoBins(cells.counts, bins)];
  return bins.labels
    .map((label, i) => ({
      label,
      baseline: before[i] ?? 0,
      current: now[i] ?? 0,
      contribution: 0,
    }))
    .filter(({ baseline, current }) => baseline + current > 0);
}

function smallestIn(psi: Measurement | undefined): number | null {
  const detail = psi === undefined || psi.kind === "no_data" ? undefined : psi.detail;
  const smallest = detail?.["smallestDetectable"];
  return typeof smallest === "number" ? smallest : null;
}

function pair(
  min: number | null | undefined,
  max: number | null | undefined,
): { readonly min: number; readonly max: number } | null {
  return typeof min === "number" && typeof max === "number" ? { min, max } : null;
}
