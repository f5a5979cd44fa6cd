import type { EffectivenessJudgement } from "./effectiveness-judgement.ts";
import type { EffectivenessPlan } from "./effectiveness-plan.ts";
import type { Nonconformity } from "./nonconformity.ts";

/** Which try at a corrective action this is: 1, and one more each time that one did not work. */
export function cycleOf(record: Pick<Nonconformity, "steps">): number {
  const back = record.steps.filter(
    ({ kind, from, to }) =>
      kind === "moved" && to === "analysing" && (from === "verifying" || from === "closing"),
  );
  return 1 + back.length;
}

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
