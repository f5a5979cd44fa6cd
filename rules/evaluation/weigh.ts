import { canonicalJson } from "../canonical-json.ts";
import type { Control } from "../control/control.ts";
import { limitInWords, type ResolvedLimit, resolveLimit } from "../control/resolve-limit.ts";
import type { Evidence } from "../evidence/request.ts";
import type { Measurement } from "../metrics/measurement.ts";
import type { Baseline } from "../profile/baseline.ts";
import {
  type BudgetedLimit,
  type BudgetState,
  type BudgetStep,
  startBudget,
  stepBudget,
  type WindowEvidence,
  windowsPerFalseAlarm,
} from "../statistics/sequential/false-alarm-budget.ts";
import { budgetCells, toleratedIn } from "./budget-cells.ts";
import { judge } from "./judge.ts";
import { keepsLimit } from "./keeps-limit.ts";
import type { Gathered, KeptState } from "./state.ts";
import type { Verdict } from "./verdict.ts";

/** One measurement of one instance, and what it is weighed with. */
export interface Weighing {
  readonly control: Control;
  readonly measurement: Measurement;
  readonly evidence: Evidence | null;
  /** The feature of the instance; needed by drift only. */
  readonly feature: string | null;
  readonly baseline: Baseline | null;
  /** Instances of this window that share the budget. */
  readonly members: number;
}

/** What came of it. */
export interface Weighed {
  /** With the evidence and what it has to reach in its detail. */
  readonly measurement: Measurement;
  readonly verdict: Verdict;
  /** For the next window; null where nothing was ever gathered. */
  readonly gathered: Gathered | null;
}

/**
 * Weighs a window together with those before it: the verdict of `proof: { false_alarms: … }`. Total
 * and pure. `before` is where the instance stood under this revision of the control.
 *
 * Breach on an alarm; after one, as long as the limit is not kept again. Pass while the last windows,
 * about two of them, keep the limit; recovered where they keep the recovery limit. Inconclusive
 * between: the limit looks exceeded, and that could still be chance. What is not measured is
 * `judge`'s, adds nothing and loses nothing.
 */
export function weigh(before: KeptState, of: Weighing): Weighed {
  const { control, measurement, baseline } = of;
  const held = before.gathered ?? null;
  const { proof } = control;
  if (proof.kind !== "budget" || measurement.kind !== "measured") {
    return { measurement, verdict: judge(control, measurement, baseline), gathered: held };
  }
  const asked = questionOf(of, measurement);
  if (asked.kind !== "asked") return { measurement, verdict: asked, gathered: held };

  const { limit, against } = asked;
  const kept = held?.against === against ? held.budget : startBudget(limit.budgeted);
  const budget = { windows: windowsPerFalseAlarm({ ...proof, everyMs: control.everyMs }) };
  const step = stepBudget(kept, asked.window, {
    limit: limit.budgeted,
    budget: { ...budget, members: of.members },
  });
  const gathered = { against, budget: rounded(step.state) };
  const detail = {
    ...measurement.detail,
    evidence: { value: step.value, threshold: step.threshold },
  };
  const measured = { ...measurement, detail };
  const verdict = verdictOf(before, { ...of, measured, step, limit: limit.resolved });
  return { measurement: measured, verdict, gathered };
}

type Measured = Extract<Measurement, { kind: "measured" }>;

function verdictOf(
  before: KeptState,
  of: Weighing & {
    readonly measured: Measured;
    readonly step: BudgetStep;
    readonly limit: ResolvedLimit;
  },
): Verdict {
  const { control, baseline, measured, step } = of;
  const isOpen = before.phase !== "ok";
  if (step.alarm || (isOpen && step.currentlyInside !== true)) {
    return { kind: "breach", measured, bound: limitInWords(control.measure, of.limit) };
  }
  if (step.currentlyInside !== true) {
    const stands = Number(step.value.toPrecision(2));
    const needed = Number(step.threshold.toPrecision(4));
    const reason = `the evidence stands at ${stands} of ${needed} windows`;
    return { kind: "inconclusive", reason, measured };
  }
  const keeps = (limit: ResolvedLimit | null): boolean =>
    limit !== null && keepsLimit(step.state, limit, budgetCells(of));
  const recovery = resolveLimit(control.recover.limit, control.measure, baseline);
  const warn = control.warn === null ? null : resolveLimit(control.warn, control.measure, baseline);
  return {
    kind: "pass",
    measured,
    recovered: keeps(recovery),
    warned: warn !== null && !keeps(warn),
  };
}

interface Question {
  readonly kind: "asked";
  readonly window: WindowEvidence;
  readonly limit: { readonly budgeted: BudgetedLimit; readonly resolved: ResolvedLimit };
  readonly against: string;
}

/** What the window is held against, or why it cannot be. */
function questionOf(
  of: Weighing,
  measured: Measured,
): Question | Exclude<Verdict, { kind: "breach" | "pass" | "no_data" }> {
  const { control, baseline } = of;
  const doubt = (reason: string) => ({ kind: "inconclusive", reason, measured }) as const;
  if (!Number.isFinite(measured.value)) {
    return { kind: "error", reason: `${control.measure} is not a finite number` };
  }
  const resolved = resolveLimit(control.limit, control.measure, baseline);
  if (resolved === null) {
    return doubt(`the limit is a ratio, and no approved baseline says the ${control.measure}`);
  }
  const { min, max } = resolved;
  const limits = { ...(min === null ? {} : { min }), ...(max === null ? {} : { max }) };
  if (measured.proportion !== undefined) {
    if (Object.values(limits).some((bound) => bound <= 0 || bound >= 1)) {
      const words = limitInWords(control.measure, resolved);
      return doubt(`with the baseline's rate the limit is ${words}, which no evidence can exceed`);
    }
    return {
      kind: "asked",
      window: { kind: "rate", ...measured.proportion },
      limit: { budgeted: { kind: "rate", ...limits }, resolved },
      against: canonicalJson(limits),
    };
  }
  const cells = budgetCells(of);
  if (cells === null || max === null) {
    return doubt(`the ${control.measure} of this window has no counts to weigh`);
  }
  if (cells.isSeasonal) {
    const reason =
      "the baseline counts by hour of the week, which a false-alarm budget cannot weigh: approve one without, or write proof: { confidence: 95% }";
    return doubt(reason);
  }
  return {
    kind: "asked",
    window: { kind: "cells", counts: cells.current },
    limit: { budgeted: { kind: "cells", tolerated: toleratedIn(cells, max) }, resolved },
    against: canonicalJson([max, baseline?.digest ?? "", cells.current.length]),
  };
}

/** Eight digits: half the bytes, and over a year of hours the value is off by less than 1 in 10,000. */
function rounded(state: BudgetState): BudgetState;
function rounded(value: unknown): unknown;
function rounded(value: unknown): unknown {
  if (typeof value === "number") return Number(value.toPrecision(8));
  if (Array.isArray(value)) return value.map((each) => rounded(each));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, rounded(each)]));
}
