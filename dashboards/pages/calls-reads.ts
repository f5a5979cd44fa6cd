import type { CallsOverTime, ChecksByModel } from "../calls.ts";
import { type Attempt, attempt } from "../parts/attempt.tsx";
import type { Measures, Reads } from "../reads.ts";
import { type CallTotals, callTotals } from "./call-totals.ts";
import { type CallChart, readCallCharts } from "./calls-charts.ts";
import { type ComparedMeasures, readComparedMeasures } from "./compared-reads.ts";
import { type CallsAsked, type ModelCalls, readModelCalls } from "./model-calls.ts";

/** What is measured of all calls, beside what is only counted. */
export const callMeasures = [
  "error_rate",
  "latency_p50",
  "latency_p95",
  "first_chunk_p50",
  "first_chunk_p95",
  "refusal_rate",
  "truncated_rate",
  "cached_share",
  "cost_per_call",
  "usage_coverage",
] as const;

/** Of the calls of one model. */
export const measuresByModel = [
  "error_rate",
  "latency_p95",
  "first_chunk_p95",
  "refusal_rate",
  "truncated_rate",
] as const;

/** What a system's page shows about its calls of hosted models. */
export interface CallsView {
  readonly whole: CallTotals;
  readonly prices: CallsOverTime["prices"];
  /** Null: compared with nothing that has sums. */
  readonly compared: Attempt<{ readonly word: string; readonly totals: CallTotals } | null>;
  readonly measures: Attempt<Measures>;
  readonly measuresBeside: Attempt<ComparedMeasures | null>;
  /** Over the steps of the charts, that with most calls first. */
  readonly models: Attempt<readonly ModelCalls[]>;
  readonly byModel: Attempt<Measures>;
  readonly charts: Attempt<readonly CallChart[]>;
  readonly checks: Attempt<readonly ChecksByModel[]>;
  /** Names that are declared as approved; null: no list. */
  readonly approved: Attempt<readonly string[] | null>;
}

/** Null where no call of a hosted model falls into the range. */
export async function readCalls(reads: Reads, of: CallsAsked): Promise<CallsView | null> {
  const { system, range, steps, comparison } = of;
  const { series, prices } = await reads.calls({ system, range, stepMs: null });
  const whole = callTotals(series.flatMap(({ points }) => points));
  if (whole.calls === 0) return null;
  const same = { system, range, stepMs: null };
  const models = attempt("the calls by model", () => readModelCalls(reads, system, steps));
  const [compared, measures, measuresBeside, found, byModel, charts, checks, approved] =
    await Promise.all([
      attempt("the calls that these are compared with", () => readComparedTotals(reads, of)),
      attempt("what is measured of the calls", () =>
        reads.measures({ ...same, metrics: callMeasures }),
      ),
      attempt("what these measures are compared with", () =>
        readComparedMeasures(reads, { system, metrics: callMeasures, range, comparison }),
      ),
      models,
      attempt("what is measured by model", () =>
        reads.measures({ ...same, metrics: measuresByModel, by: "model_version" }),
      ),
      attempt("the course of the calls", async () => {
        const known = await models;
        if (known.kind === "unread") throw new Error(known.reason);
        return readCallCharts(reads, of, known.value);
      }),
      attempt("what checks said of the answers", () => reads.checks({ system, range })),
      attempt("which models are approved", async () => {
        const entries = await reads.inventory();
        return entries.find(({ id }) => id === system)?.approvedModels ?? null;
      }),
    ]);
  return {
    ...{ whole, prices, compared, measures, measuresBeside, models: found },
    ...{ byModel, charts, checks, approved },
  };
}

async function readComparedTotals(
  reads: Reads,
  { system, range, comparison }: CallsAsked,
): Promise<{ readonly word: string; readonly totals: CallTotals } | null> {
  if (comparison.kind === "earlier") {
    const { series } = await reads.calls({ system, range: comparison.range, stepMs: null });
    const totals = callTotals(series.flatMap(({ points }) => points));
    return { word: comparison.word, totals };
  }
  if (comparison.kind !== "version") return null;
  const { series } = await reads.calls({ system, range, stepMs: null, by: "model_version" });
  const own = series.filter(({ by }) => by["model_version"] === comparison.version);
  return { word: comparison.word, totals: callTotals(own.flatMap(({ points }) => points)) };
}
