import type { Labels } from "../evidence/labels.ts";
import type { Measurement } from "../metrics/measurement.ts";
import type { EffectivenessFacts, LookedAt } from "./effectiveness-facts.ts";
import type { MeasuredPlan } from "./effectiveness-plan.ts";
import { isAlike, isOf, lastingLabels } from "./lasting-labels.ts";
import { type PassingRun, passingRun, type WindowSays } from "./passing-run.ts";

/** What has to pass, as far as it has come. */
export interface JudgedInstance {
  readonly labels: Labels;
  readonly run: PassingRun;
  readonly scheduled: number;
  readonly isSeen: boolean;
  /** Windows that were judged by a revision that demands less. */
  readonly weaklyJudged: readonly string[];
  readonly pooled: Measurement | null;
}

/** Follows one instance, in whatever version, through the windows since the start. */
export function judgedInstance(
  lasting: Labels,
  plan: MeasuredPlan,
  facts: EffectivenessFacts,
): JudgedInstance {
  const own = facts.evaluations.filter(({ instance }) => isOf(lasting, instance));
  const byEnd = new Map<number, LookedAt[]>();
  for (const row of own) {
    byEnd.set(row.windowEndMs, [...(byEnd.get(row.windowEndMs) ?? []), row]);
  }
  const windows = ends(plan, facts).map((endMs) => says(byEnd.get(endMs) ?? [], plan, facts));
  const pooled = (facts.pooled ?? []).filter(({ instance }) => isOf(lasting, instance));
  return {
    labels: lasting,
    run: passingRun(windows, plan.coverageMin),
    scheduled: windows.length,
    isSeen: own.some(({ verdict }) => verdict.kind !== "no_data" && verdict.kind !== "error"),
    weaklyJudged: [...new Set(own.flatMap(({ revision }) => weakenedIn(revision, plan, facts)))],
    pooled: furthestOut(
      pooled.map(({ measurement }) => measurement),
      plan,
    ),
  };
}

/** Whether an instance is of the kind that the plan is about, and not another control's. */
export function isPlanned({ instances }: MeasuredPlan, instance: Labels): boolean {
  return instances.some((planned) => isAlike(planned, lastingLabels(instance)));
}

/** Ends of the windows that begin after the start, have closed and were read. */
function ends(plan: MeasuredPlan, facts: EffectivenessFacts): readonly number[] {
  const { everyMs, windowMs } = plan;
  const firstMs = Math.max(facts.startMs + windowMs, facts.readFromMs);
  const first = Math.ceil(firstMs / everyMs);
  const last = Math.floor(facts.lastEndMs / everyMs);
  const count = Math.max(0, last - first + 1);
  return Array.from({ length: count }, (_, i) => (first + i) * everyMs);
}

/** What the instances of one window say together: all that had data have to pass. */
function says(
  rows: readonly LookedAt[],
  plan: MeasuredPlan,
  facts: EffectivenessFacts,
): WindowSays {
  const kinds = rows.map((row) => saysOne(row, plan, facts)).filter((kind) => kind !== null);
  if (kinds.includes("breach")) return "breach";
  return kinds.length > 0 && kinds.every((kind) => kind === "pass") ? "pass" : "open";
}

/** Null: it had no data, so it is for its successor to say; of no successor there is nothing either. */
function saysOne(row: LookedAt, plan: MeasuredPlan, facts: EffectivenessFacts): WindowSays | null {
  const { verdict, isMuted } = row;
  switch (verdict.kind) {
    case "no_data":
      return null;
    case "inconclusive":
    case "error":
      return "open";
    case "breach":
      return isMuted ? "open" : "breach";
    case "pass":
      // A limit that was loosened since does not make it a pass; nor does a control that demands less.
      if (weakenedIn(row.revision, plan, facts).length > 0) return "open";
      return isValueInside(verdict.measured.value, plan) ? "pass" : "open";
  }
}

/** In what a revision demands less than the planned one; empty: in nothing. */
export function weakenedIn(
  revision: string,
  plan: MeasuredPlan,
  { weaker }: EffectivenessFacts,
): readonly string[] {
  if (revision === plan.revision) return [];
  return weaker[revision] ?? ["a revision that cannot be compared"];
}

function isValueInside(value: number, { limit: { min, max } }: MeasuredPlan): boolean {
  return (min === null || value >= min) && (max === null || value <= max);
}

/** Of several versions the one whose bound is furthest out; one with too small a sample only where there is no other. */
function furthestOut(found: readonly Measurement[], plan: MeasuredPlan): Measurement | null {
  const { min, max } = plan.limit;
  const measured = found
    .filter((one) => one.kind === "measured")
    .map((one) => ({
      one,
      out: Math.max(
        min === null ? -Infinity : min - (one.lower ?? -Infinity),
        max === null ? -Infinity : (one.upper ?? Infinity) - max,
      ),
    }))
    .sort((a, b) => b.out - a.out);
  return measured[0]?.one ?? found.find(({ kind }) => kind === "insufficient") ?? found[0] ?? null;
}

/** Whether both bounds are where the plan has them. */
export function isBoundInside(
  { lower, upper }: Extract<Measurement, { kind: "measured" }>,
  { limit: { min, max } }: MeasuredPlan,
): boolean {
  return (
    (min === null || (lower ?? -Infinity) >= min) && (max === null || (upper ?? Infinity) <= max)
  );
}

/** Whether it is proven that the limit is not kept; never where there is no honest bound. */
export function isBeyond(
  one: Measurement | null,
  { limit: { min, max }, proof }: MeasuredPlan,
): one is Extract<Measurement, { kind: "measured" }> {
  if (one?.kind !== "measured" || proof !== "bound") return false;
  const { lower, upper } = one;
  return (
    (min !== null && (upper ?? Infinity) < min) || (max !== null && (lower ?? -Infinity) > max)
  );
}
