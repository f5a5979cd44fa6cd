import type { EffectivenessJudgement } from "./effectiveness-judgement.ts";
import type { EffectivenessPlan } from "./effectiveness-plan.ts";
import type { Nonconformity } from "./nonconformity.ts";

/** The plan of a cycle; null: it has none. */
export function planOf(
  { plans = [] }: Pick<Nonconformity, "plans">,
  cycle: number,
): EffectivenessPlan | null {
  return plans.find((plan) => plan.cycle === cycle) ?? null;
}

/** The last word of telemetry on a cycle; null: it has not spoken. */
export function judgementOf(
  { judgements = [] }: Pick<Nonconformity, "judgements">,
  cycle: number,
): EffectivenessJudgement | null {
  return judgements.findLast((judgement) => judgement.cycle === cycle) ?? null;
}
