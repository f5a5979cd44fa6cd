import type { Reads } from "@tiltmeter/dashboards";
import type {
  Baseline,
  Dimension,
  EvidenceGroup,
  EvidenceRequest,
  MeasureContext,
  Measurement,
  Metric,
  Need,
} from "@tiltmeter/rules";
import { isCallDimension, metric } from "@tiltmeter/rules";

type Series = Awaited<ReturnType<Reads["series"]>>;
type SeriesQuery = Parameters<Reads["series"]>[0];
type SeriesPoint = Series["points"][number];

/** Two-sided 95 % bounds: 2.5 % on each side. */
const DISPLAY_CONFIDENCE = 0.975;
/** Enough for a day by the minute; a page never asks for more, and a query that would is refused. */
export const SERIES_STEPS_MAX = 2_000;

/** A question about a series that has no answer: an unknown metric, a step too fine. */
export class SeriesRefused extends Error {
  override readonly name = "SeriesRefused";
}

/**
 * Answers one metric of one system over time, with bounds, by the same evidence and the same
 * `measure` that controls are judged with. One evidence query whatever the number of steps.
 *
 * Throws `SeriesRefused` where the metric is not in the catalogue or the steps are too many.
 */
export async function readSeries(
  of: SeriesQuery,
  fetchEvidence: (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]>,
  baseline: Baseline | null,
): Promise<Series> {
  const found = known(of.metric);
  refuseSteps(of);
  const { fromMs, toMs } = of.range;
  const by = dimensions(of.by);
  const groups = await fetchEvidence({
    kind: found.evidence,
    by: found.evidence === "cells" ? ["system", ...by, "feature"] : ["system", ...by],
    fromMs,
    toMs,
    ...(of.stepMs === null ? {} : { stepMs: of.stepMs }),
    systems: [of.system],
    ...(found.evidence === "cells" ? { baselines: baseline === null ? [] : [baseline] } : {}),
  });
  const points = [...steppedFamilies(groups)].flatMap(([startMs, family]) => {
    const context = displayContext({
      fromMs: startMs,
      toMs: of.stepMs === null ? toMs : startMs + of.stepMs,
      baseline,
      positive: of.positive ?? null,
    });
    const measured = found.measure(family, context);
    return family.map((group, i) => point(startMs, group, measured[i]));
  });
  return { metric: found.id, unit: found.unit, points };
}

/** The metric of that id, or a refusal that says where to find one. */
export function known(id: string): Metric {
  const found = metric(id);
  if (found === undefined) {
    throw new SeriesRefused(`metric must be one of the catalogue (GET /api/v1/metrics), got ${id}`);
  }
  if (found.evidence === "facts" || found.needs?.some((need) => OF_CONTROLS.includes(need))) {
    throw new SeriesRefused(
      `${id} is measured by a control alone, which says what it is held against: ` +
        "ask for its evaluations (GET /api/v1/controls/:id/evaluations)",
    );
  }
  return found;
}

/** What only a control can say. */
const OF_CONTROLS: readonly Need[] = ["check", "within", "good", "list"];

/** Throws `SeriesRefused` where a range has more steps than a page or a reader can use. */
export function refuseSteps(of: {
  readonly range: { readonly fromMs: number; readonly toMs: number };
  readonly stepMs: number | null;
}): void {
  const { range, stepMs } = of;
  const steps = stepMs === null ? 1 : Math.ceil((range.toMs - range.fromMs) / stepMs);
  if (steps <= SERIES_STEPS_MAX) return;
  throw new SeriesRefused(
    `a series has at most ${SERIES_STEPS_MAX} steps, got ${steps}; ask for a longer step`,
  );
}

/** What a display context is made from. */
export interface DisplayOf {
  readonly fromMs?: number;
  readonly toMs: number;
  readonly baseline: Baseline | null;
  readonly positive: string | null;
  /** Absent: 1. */
  readonly minSample?: number;
}

/** What a page measures with: bounds on both sides, no minimum but one. */
export function displayContext(of: DisplayOf): MeasureContext {
  return {
    confidence: DISPLAY_CONFIDENCE,
    minSample: of.minSample ?? 1,
    minCoverage: 0,
    baseline: of.baseline,
    favourable: of.positive,
    positive: of.positive,
    toMs: of.toMs,
    ...(of.fromMs === undefined ? {} : { fromMs: of.fromMs }),
  };
}

/** The groups of each step, in time order. */
export function steppedFamilies(
  groups: readonly EvidenceGroup[],
): ReadonlyMap<number, EvidenceGroup[]> {
  const families = new Map<number, EvidenceGroup[]>();
  for (const group of [...groups].sort((a, b) => a.startMs - b.startMs)) {
    const family = families.get(group.startMs);
    if (family === undefined) families.set(group.startMs, [group]);
    else family.push(group);
  }
  return families;
}

export function point(
  startMs: number,
  group: EvidenceGroup,
  measurement: Measurement | undefined,
): SeriesPoint {
  const { system: _, ...by } = group.labels;
  if (measurement?.kind === "measured") {
    const { value, lower, upper, n } = measurement;
    return { timeMs: startMs, by, value, n, lower, upper, note: null };
  }
  return {
    timeMs: startMs,
    by,
    value: null,
    n: measurement?.kind === "insufficient" ? measurement.n : 0,
    lower: null,
    upper: null,
    note: measurement?.reason ?? "not measured",
  };
}

/** `segment.race,model_version` → the dimensions that it names; none where it is absent. */
export function dimensions(by: string | undefined): readonly Dimension[] {
  return by === undefined ? [] : by.split(",").map(dimension);
}

function dimension(text: string): Dimension {
  if (text === "model_version" || text === "role" || isCallDimension(text)) return text;
  if (text.startsWith("segment.") && text.length > "segment.".length)
    return `segment.${text.slice("segment.".length)}`;
  throw new SeriesRefused(
    `by must be model_version, segment.NAME, (of reviews) role or (of calls and costs) supplier, request_model, operation, got ${text}`,
  );
}
