import {
  type Control,
  type EffectivenessFacts,
  type Episode,
  type Labels,
  type LookedAt,
  type MeasuredPlan,
  type Nonconformity,
  type PlanFacts,
  planEffectiveness,
  type Verdict,
} from "../../../rules/index.ts";
import { controlOf } from "../control-of.ts";
import { episode, record } from "./record.ts";

export const HOUR_MS = 3_600_000;
/** The actions were done. */
export const DONE = Date.parse("2026-12-01T00:00:00Z");

export const errors: Control = controlOf(`
  title: The model fails too often
  requirement: At most 5 % of predictions shall fail
  measure: error_rate
  by: [system, model_version]
  group_by: [system]
  window: 1h
  every: 1h
  min_sample: 20
  limit: { max: 5% }
  proof: { confidence: 95% }
  severity: medium
`);

export const V1: Labels = { system: "credit", model_version: "v1" };
export const V2: Labels = { system: "credit", model_version: "v2" };

export const breach: Episode = episode({
  instance: V1,
  firstBreachMs: DONE - 48 * HOUR_MS,
  firedMs: DONE - 48 * HOUR_MS,
  endedMs: DONE - 2 * HOUR_MS,
  value: 0.2,
});

export const errorRecord: Nonconformity = record({
  control: errors,
  group: { system: "credit" },
  episodes: [breach],
});

export function passing(of: { value?: number; n?: number } = {}): Verdict {
  const { value = 0.01, n = 400 } = of;
  return { kind: "pass", measured: measured(value, n), recovered: true, warned: false };
}

export function breaching(value = 0.2): Verdict {
  return { kind: "breach", measured: measured(value, 400), bound: "at most 5 %" };
}

export const tooFew: Verdict = { kind: "inconclusive", reason: "3 of 20", measured: null };
export const nothing: Verdict = { kind: "no_data", reason: "no predictions" };

/** A rate with about the bounds that it would have. */
export function measured(value: number, n: number) {
  const half = 1.645 * Math.sqrt((value * (1 - value)) / n);
  const [lower, upper] = [Math.max(0, value - half), Math.min(1, value + half)];
  const proportion = { successes: Math.round(value * n), trials: n };
  return { kind: "measured" as const, value, lower, upper, n, proportion, detail: {} };
}

/** Verdicts of the windows that end 1 h, 2 h, … after the actions were done. */
export function hours(
  verdicts: readonly Verdict[],
  of: { instance?: Labels; revision?: string; isMuted?: boolean; fromHour?: number } = {},
): readonly LookedAt[] {
  const { instance = V1, revision = errors.revision, isMuted = false, fromHour = 1 } = of;
  return verdicts.map((verdict, i) => ({
    instance,
    revision,
    isMuted,
    verdict,
    windowEndMs: DONE + (fromHour + i) * HOUR_MS,
  }));
}

export function planned(
  of: Partial<PlanFacts> = {},
  about: Nonconformity = errorRecord,
): MeasuredPlan {
  const plan = planEffectiveness(about, {
    nowMs: DONE - 24 * HOUR_MS,
    control: errors,
    breached: errors,
    baseline: null,
    recent: null,
    ...of,
  });
  if (plan.kind !== "measured") throw new Error(plan.reason);
  return plan;
}

export function facts(of: Partial<EffectivenessFacts> = {}): EffectivenessFacts {
  const evaluations = of.evaluations ?? [];
  const lastEndMs = Math.max(DONE, ...evaluations.map(({ windowEndMs }) => windowEndMs));
  return {
    nowMs: lastEndMs + 1,
    startMs: DONE,
    lastEndMs,
    readFromMs: DONE,
    revision: errors.revision,
    weaker: {},
    baseline: null,
    evaluations,
    episodes: [breach],
    pooled: [{ instance: V1, measurement: measured(0.01, 4000) }],
    note: null,
    ...of,
  };
}
