import type { CallPoint } from "../calls.ts";
import { type Compared, moved } from "../comparison.ts";
import type { Measures, Reads, SeriesPoint } from "../reads.ts";
import { callTotals } from "./call-totals.ts";
import { readCompared } from "./compared-reads.ts";
import type { CallsAsked, ModelCalls } from "./model-calls.ts";

/** One chart of calls of hosted models. */
export interface CallChart {
  readonly metric: string;
  readonly points: readonly SeriesPoint[];
  /** A second line on the same axes. */
  readonly beside: { readonly word: string; readonly points: readonly SeriesPoint[] } | null;
  readonly compared: Compared | null;
}

/** Sums of what is known of each step, whatever else is missing: what is missing stands beside them. */
type Summed = "input_tokens" | "output_tokens" | "cost" | "cached_tokens";

/**
 * The charts in their order: tokens and cost are sums of what is known, the others are measured. Two
 * questions of the store beside the calls by model, which are at hand, and as many of what they are compared with.
 */
export async function readCallCharts(
  reads: Reads,
  of: CallsAsked,
  models: readonly ModelCalls[],
): Promise<readonly CallChart[]> {
  const { system, steps } = of;
  const [measures, other, ...compared] = await Promise.all([
    reads.measures({
      ...{ system, metrics: ["first_chunk_p95", "first_chunk_p50", "refusal_rate"], ...steps },
    }),
    readComparedPoints(reads, of, models),
    ...(["first_chunk_p95", "refusal_rate"] as const).map((metric) =>
      readCompared(reads, { system, metric, steps, comparison: of.comparison }),
    ),
  ]);
  const points = models.flatMap((each) => each.points);
  const summed = (metric: Summed): Omit<CallChart, "beside"> => ({
    metric,
    points: sums(points, metric),
    compared: other && { word: other.word, points: moved(sums(other.points, metric), other.byMs) },
  });
  return [
    {
      ...summed("input_tokens"),
      beside: { word: "from a cache", points: sums(points, "cached_tokens") },
    },
    { ...summed("output_tokens"), beside: null },
    { ...summed("cost"), beside: null },
    {
      metric: "first_chunk_p95",
      points: measured(measures, "first_chunk_p95"),
      beside: { word: "median", points: measured(measures, "first_chunk_p50") },
      compared: compared[0] ?? null,
    },
    {
      metric: "refusal_rate",
      points: measured(measures, "refusal_rate"),
      beside: null,
      compared: compared[1] ?? null,
    },
  ];
}

/** What sums are compared with: nothing beside a baseline, whose time is another. */
async function readComparedPoints(
  reads: Reads,
  { system, steps, comparison }: CallsAsked,
  models: readonly ModelCalls[],
): Promise<{
  readonly word: string;
  readonly points: readonly CallPoint[];
  readonly byMs: number;
} | null> {
  if (comparison.kind === "earlier") {
    const { word, range } = comparison;
    const { series } = await reads.calls({ system, range, stepMs: steps.stepMs });
    const points = series.flatMap((each) => each.points);
    return { word, points, byMs: steps.range.fromMs - range.fromMs };
  }
  if (comparison.kind !== "version") return null;
  const own = models.filter(({ model }) => model === comparison.version);
  return { word: comparison.word, points: own.flatMap(({ points }) => points), byMs: 0 };
}

function sums(points: readonly CallPoint[], metric: Summed): readonly SeriesPoint[] {
  const steps = new Map<number, CallPoint[]>();
  for (const point of points) {
    const step = steps.get(point.timeMs) ?? [];
    steps.set(point.timeMs, step);
    step.push(point);
  }
  return [...steps].map(([timeMs, step]) => {
    const totals = callTotals(step);
    const known = totals.calls - totals.errors - totals.unmeasured;
    const tokens = {
      input_tokens: totals.inputTokens,
      output_tokens: totals.outputTokens,
      cached_tokens: totals.cachedTokens,
    };
    const value = metric === "cost" ? totals.usd : known === 0 ? null : tokens[metric];
    return { timeMs, by: {}, value, n: known, lower: null, upper: null, note: null };
  });
}

function measured(measures: Measures, metric: string): readonly SeriesPoint[] {
  const found = measures.metrics.find((each) => each.metric === metric);
  return (found?.points ?? []).map(({ timeMs, by, measurement: of }) =>
    of.kind === "measured"
      ? { timeMs, by, value: of.value, n: of.n, lower: of.lower, upper: of.upper, note: null }
      : { timeMs, by, value: null, n: 0, lower: null, upper: null, note: of.reason },
  );
}
