import type { Measured, Measures, Reads } from "@tiltmeter/dashboards";
import type {
  Baseline,
  EvidenceGroup,
  EvidenceKind,
  EvidenceRequest,
  Metric,
} from "@tiltmeter/rules";
import {
  type DisplayOf,
  dimensions,
  displayContext,
  known,
  refuseSteps,
  steppedFamilies,
} from "./series.ts";

type MeasuresQuery = Parameters<Reads["measures"]>[0];

/**
 * Answers several metrics of one system over a range, as `readSeries` does one: metrics that need the
 * same kind of evidence share one query.
 *
 * Throws `SeriesRefused` where a metric is not in the catalogue or the steps are too many.
 */
export async function readMeasures(
  of: MeasuresQuery,
  fetchEvidence: (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]>,
  given: { readonly baseline: Baseline | null; readonly positive: string | null },
): Promise<Measures> {
  const { baseline, positive } = given;
  const metrics = of.metrics.map(known);
  refuseSteps(of);
  const asked = new Map<EvidenceKind, Promise<readonly EvidenceGroup[]>>();
  for (const { evidence } of metrics) {
    if (!asked.has(evidence)) asked.set(evidence, fetchEvidence(request(evidence, of, baseline)));
  }
  const answers = new Map(
    await Promise.all(
      [...asked].map(async ([kind, groups]) => [kind, steppedFamilies(await groups)] as const),
    ),
  );
  const display: DisplayOf = { toMs: of.range.toMs, baseline, positive };
  return {
    positive,
    metrics: metrics.map((metric) =>
      measured(metric, of, display, answers.get(metric.evidence) ?? new Map()),
    ),
  };
}

function measured(
  metric: Metric,
  { range, stepMs, minSample = 1 }: MeasuresQuery,
  display: DisplayOf,
  families: ReadonlyMap<number, readonly EvidenceGroup[]>,
): Measured {
  const points = [...families].flatMap(([startMs, family]) => {
    const toMs = stepMs === null ? range.toMs : startMs + stepMs;
    const least = metric.comparesSegments === true ? { minSample } : {};
    const context = displayContext({ ...display, ...least, fromMs: startMs, toMs });
    const measurements = metric.measure(family, context);
    return family.flatMap((group, i) => {
      const measurement = measurements[i];
      const { system: _, ...by } = group.labels;
      return measurement === undefined ? [] : [{ timeMs: startMs, by, measurement }];
    });
  });
  return { metric: metric.id, unit: metric.unit, source: metric.source, points };
}

function request(
  kind: EvidenceKind,
  of: MeasuresQuery,
  baseline: Baseline | null,
): EvidenceRequest {
  const isCells = kind === "cells";
  return {
    kind,
    by: ["system", ...dimensions(of.by), ...(isCells ? (["feature"] as const) : [])],
    ...of.range,
    ...(of.stepMs === null ? {} : { stepMs: of.stepMs }),
    systems: [of.system],
    ...(isCells ? { baselines: baseline === null ? [] : [baseline] } : {}),
  };
}
