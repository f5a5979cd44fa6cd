import type { Compared, Comparison } from "../comparison.ts";
import { type Attempt, attempt } from "../parts/attempt.tsx";
import { measurementIn } from "../parts/measured.tsx";
import type { SteppedRange } from "../range.ts";
import type { Measures, Range, Reads, Series, SeriesPoint } from "../reads.ts";
import { type ComparedMeasures, readCompared, readComparedMeasures } from "./compared-reads.ts";

/** What a reader looks for first about calls of hosted models. */
export const callsInShort = [
  "calls",
  "error_rate",
  "input_tokens",
  "output_tokens",
  "cached_share",
  "cost",
  "cost_per_call",
  "latency_p50",
  "latency_p95",
  "first_chunk_p50",
  "first_chunk_p95",
  "refusal_rate",
  "usage_coverage",
] as const;

/** The charts, in their order; a median is drawn beside the 95th percentile. */
export const callsCharted = [
  "input_tokens",
  "output_tokens",
  "cost",
  "first_chunk_p95",
  "refusal_rate",
] as const;
const MEDIAN = "first_chunk_p50";

export const callsByModel = [
  "calls",
  "error_rate",
  "input_tokens",
  "output_tokens",
  "cost",
  "latency_p95",
  "first_chunk_p95",
  "refusal_rate",
] as const;

/** What a system's page shows about its calls of hosted models. */
export interface CallsView {
  readonly whole: Measures;
  readonly compared: Attempt<ComparedMeasures | null>;
  readonly byModel: Attempt<Measures>;
  /** `calls` by model version. */
  readonly models: Attempt<Series>;
  readonly charts: Attempt<
    readonly {
      readonly metric: string;
      readonly points: readonly SeriesPoint[];
      readonly median: readonly SeriesPoint[] | null;
      readonly compared: Compared | null;
    }[]
  >;
  /** Names that are declared as approved; null: no list. */
  readonly approved: Attempt<readonly string[] | null>;
}

/** Null where no call of a hosted model falls into the range. */
export async function readCalls(
  reads: Reads,
  of: {
    readonly system: string;
    /** Of the numbers, whole minutes. */
    readonly range: Range;
    /** Of the charts. */
    readonly steps: SteppedRange;
    readonly comparison: Comparison;
  },
): Promise<CallsView | null> {
  const { system, range, steps, comparison } = of;
  const whole = await reads.measures({ system, metrics: callsInShort, range, stepMs: null });
  const calls = measurementIn(whole, "calls");
  if (calls?.kind !== "measured" || calls.value === 0) return null;
  const [compared, byModel, models, charts, approved] = await Promise.all([
    attempt("the calls that these are compared with", () =>
      readComparedMeasures(reads, { system, metrics: callsInShort, range, comparison }),
    ),
    attempt("the calls by model", () =>
      reads.measures({
        ...{ system, metrics: callsByModel, by: "model_version", range, stepMs: null },
      }),
    ),
    attempt("the models over time", () =>
      reads.series({ system, metric: "calls", by: "model_version", ...steps }),
    ),
    attempt("the course of the calls", () => readCharts(reads, of)),
    attempt("which models are approved", async () => {
      const entries = await reads.inventory();
      return entries.find(({ id }) => id === system)?.approvedModels ?? null;
    }),
  ]);
  return { whole, compared, byModel, models, charts, approved };
}

async function readCharts(
  reads: Reads,
  of: {
    readonly system: string;
    readonly steps: SteppedRange;
    readonly comparison: Comparison;
  },
): Promise<CallsView["charts"] extends Attempt<infer Charts> ? Charts : never> {
  const { system, steps, comparison } = of;
  const measures = await reads.measures({
    ...{ system, metrics: [...callsCharted, MEDIAN], range: steps.range, stepMs: steps.stepMs },
  });
  return Promise.all(
    callsCharted.map(async (metric) => ({
      metric,
      points: pointsOf(measures, metric),
      median: metric === "first_chunk_p95" ? pointsOf(measures, MEDIAN) : null,
      compared: await readCompared(reads, { system, metric, steps, comparison }),
    })),
  );
}

function pointsOf(measures: Measures, metric: string): readonly SeriesPoint[] {
  const found = measures.metrics.find((each) => each.metric === metric);
  return (found?.points ?? []).map(({ timeMs, by, measurement }) =>
    measurement.kind === "measured"
      ? { timeMs, by, ...measurement, note: null }
      : { timeMs, by, value: null, n: 0, lower: null, upper: null, note: measurement.reason },
  );
}
