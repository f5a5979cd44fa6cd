import { foldStep, planOf } from "@tiltmeter/rules";
import type { Draft } from "./draft.ts";
import type { EffectivenessJudged, EffectivenessPlanned } from "./entries/effectiveness.ts";
import { found, illegal } from "./illegal-entry.ts";

/** A cycle has one plan, for ever: what was promised before the fix is what the fix is held to. */
export function applyPlan(draft: Draft, entry: EffectivenessPlanned): void {
  const record = found(draft, entry, draft.nonconformities.get(entry.id), entry.id);
  const { cycle } = entry.plan;
  if (planOf(record, cycle) !== null) {
    throw illegal(draft, entry, `cycle ${cycle} of ${record.id} has a plan already`);
  }
  draft.nonconformities.set(record.id, foldStep(record, entry));
}

/** Only a plan can be judged. */
export function applyJudgement(draft: Draft, entry: EffectivenessJudged): void {
  const record = found(draft, entry, draft.nonconformities.get(entry.id), entry.id);
  const { cycle } = entry.judgement;
  if (planOf(record, cycle) === null) {
    throw illegal(draft, entry, `cycle ${cycle} of ${record.id} has no plan`);
  }
  draft.nonconformities.set(record.id, foldStep(record, entry));
}
