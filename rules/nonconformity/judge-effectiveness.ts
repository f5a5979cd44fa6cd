import type { Measurement } from "../metrics/measurement.ts";
import type { EffectivenessFacts } from "./effectiveness-facts.ts";
import type {
  EffectivenessJudgement,
  JudgementReason,
  PooledMeasurement,
} from "./effectiveness-judgement.ts";
import type { MeasuredPlan } from "./effectiveness-plan.ts";
import { isPlanned, judgedInstance } from "./judged-instance.ts";
import {
  controlInForce,
  episodesSince,
  lacking,
  refutations,
  remarks,
} from "./judgement-reasons.ts";
import { lastingInstances } from "./lasting-labels.ts";

/**
 * Judges a plan by telemetry since the actions were done. Total and pure: the same facts give the
 * same answer, after a restart and in an audit.
 *
 * `refuted`: an episode fired whose windows all lie after the start, as many windows in a row breach
 * as raise an episode, or the bound over all of the time lies beyond the limit. `demonstrated`: every
 * instance has its run and its bound. Else `not_demonstrated`, with what is missing: unknown is not
 * a pass.
 */
export function judgeEffectiveness(
  plan: MeasuredPlan,
  facts: EffectivenessFacts,
): Omit<EffectivenessJudgement, "evidence"> {
  const instances = lastingInstances([
    ...plan.instances,
    ...facts.episodes
      .map(({ instance }) => instance)
      .filter((instance) => isPlanned(plan, instance)),
  ]).slice(0, INSTANCES_MAX);
  const each = instances.map((instance) => judgedInstance(instance, plan, facts));
  const furthest = [...each].sort((a, b) => a.run.run - b.run.run)[0];
  const scheduled = furthest?.scheduled ?? 0;
  const refuting = [
    ...episodesSince(plan, facts),
    ...each.flatMap((one) => refutations(one, plan)),
  ];
  const missing = [
    ...controlInForce(plan, facts),
    ...each.flatMap((one) => lacking(one, plan, facts)),
  ];
  const { cycle } = plan;
  const judged = {
    cycle,
    judgedMs: facts.nowMs,
    startMs: facts.startMs,
    toMs: Math.max(facts.startMs, scheduled === 0 ? facts.startMs : facts.lastEndMs),
    windows: {
      scheduled,
      passed: furthest?.run.passed ?? 0,
      breached: furthest?.run.breached ?? 0,
      open: furthest?.run.open ?? 0,
      run: furthest?.run.run ?? 0,
      coverage: furthest?.run.coverage ?? null,
    },
    pooled: plain(furthest?.pooled ?? null),
    successors: successors(plan, facts),
  };
  const notes = remarks(plan, facts, judged.successors);
  if (refuting.length > 0) {
    return { ...judged, result: "refuted", reasons: bounded([...refuting, ...notes]) };
  }
  if (missing.length > 0) {
    return { ...judged, result: "not_demonstrated", reasons: bounded([...missing, ...notes]) };
  }
  const shown: JudgementReason = {
    code: "shown",
    text: `in ${furthest?.run.run ?? plan.windows} conclusive windows in a row the measure was ${plan.limitInWords === "" ? "inside the limit" : plan.limitInWords}, and no episode fired`,
  };
  return { ...judged, result: "demonstrated", reasons: bounded([shown, ...notes]) };
}

/** Versions with data since the start that no episode before it was about. */
function successors(
  { windowMs }: MeasuredPlan,
  { evaluations, episodes, startMs }: EffectivenessFacts,
): readonly string[] {
  const earlier = episodes.filter(({ firstBreachMs }) => firstBreachMs - windowMs < startMs);
  const before = new Set(earlier.map(({ instance }) => instance["model_version"]));
  const seen = evaluations.flatMap(({ instance, verdict }) => {
    const version = instance["model_version"];
    const isSeen = verdict.kind !== "no_data" && verdict.kind !== "error";
    return version === undefined || !isSeen || before.has(version) ? [] : [version];
  });
  return [...new Set(seen)].slice(0, SUCCESSORS_MAX);
}

/** As the ledger can say it; null where there is no number. */
function plain(of: Measurement | null): PooledMeasurement | null {
  if (of?.kind !== "measured" || !Number.isFinite(of.value)) return null;
  const { value, lower, upper, n } = of;
  const finite = (bound: number | null): number | null =>
    bound !== null && Number.isFinite(bound) ? bound : null;
  return { value, lower: finite(lower), upper: finite(upper), n };
}

/** An entry is small; the evidence document has every instance. */
function bounded(reasons: readonly JudgementReason[]): readonly JudgementReason[] {
  return reasons.slice(0, REASONS_MAX);
}

const INSTANCES_MAX = 50;
const SUCCESSORS_MAX = 10;
const REASONS_MAX = 20;
