import type { Control, Severity } from "../control/control.ts";
import { measureRules } from "../control/measures.ts";
import { limitInWords, type ResolvedLimit, resolveLimit } from "../control/resolve-limit.ts";
import { calendarMs, DEFAULT_POLICY } from "../duties/policy.ts";
import { windowsNeeded } from "../evaluation/advance.ts";
import type { Labels } from "../evidence/labels.ts";
import { metric } from "../metrics/catalogue.ts";
import type { Baseline } from "../profile/baseline.ts";
import type { EffectivenessPlan, MeasuredPlan, PlannedSample } from "./effectiveness-plan.ts";
import { lastingInstances } from "./lasting-labels.ts";
import type { Nonconformity } from "./nonconformity.ts";
import { COVERAGE_MIN, plannedSample, type RecentWindow } from "./planned-sample.ts";
import { spanInWords } from "./span-in-words.ts";

/** What a plan is made from. */
export interface PlanFacts {
  readonly nowMs: number;
  /** The control in force, as it holds for the system's risk tier; null: there is none of this id. */
  readonly control: Control | null;
  /** The revision that was breached, likewise; null where its text is not kept. */
  readonly breached: Control | null;
  /** The approved baseline of the system; null: it has none. */
  readonly baseline: Baseline | null;
  /** Evaluations of late, up to a containment that keeps traffic away; null: they could not be read. */
  readonly recent: readonly RecentWindow[] | null;
  /** Absent: by severity. */
  readonly clockMs?: number;
}

/**
 * How the machine will show that a record's corrective action worked: with the control that found the
 * matter, a limit at least as strict as the one that was breached, and more windows than an episode
 * takes to end. Total and pure.
 */
export function planEffectiveness(record: Nonconformity, of: PlanFacts): EffectivenessPlan {
  const { control, nowMs } = of;
  const { cycle } = record;
  const unmeasured = (reason: string): EffectivenessPlan => ({
    kind: "unmeasured",
    cycle,
    plannedMs: nowMs,
    reason,
    statement: `No telemetry can show it: ${reason}. A person judges by the criterion that is written down, and says on what evidence.`,
  });
  if (record.control === null) return unmeasured("no control measures it");
  if (control === null) return unmeasured(`no control ${record.control} is in force`);
  if (control.status !== "enforce") {
    return unmeasured(`control ${control.id} is in status ${control.status}, so it raises nothing`);
  }
  const limit = strictest(control, of);
  if (limit === null) {
    return unmeasured(
      `the limit of ${control.id} is a ratio, and no approved baseline says the ${control.measure}`,
    );
  }
  const { hasBounds, isFact } = measureRules(control.measure);
  const instances = ownInstances(record, control);
  const confidence = Math.max(
    CONFIDENCE_MIN,
    control.proof.kind === "confidence" ? control.proof.confidence : 0,
  );
  const windows = windowsToPass(record.severity, control);
  const kept = instances.slice(0, INSTANCES_MAX);
  const plan: Omit<MeasuredPlan, "statement"> = {
    kind: "measured",
    cycle,
    plannedMs: nowMs,
    control: control.id,
    revision: control.revision,
    measure: control.measure,
    limit,
    limitInWords: limitInWords(control.measure, limit),
    baseline: of.baseline?.digest ?? null,
    proof: hasBounds ? "bound" : isFact ? "fact" : "value",
    confidence,
    windowMs: control.windowMs,
    everyMs: control.everyMs,
    windows,
    refutedBy: windowsNeeded(control.for, control),
    coverageMin: COVERAGE_MIN,
    episodesMax: 0,
    instances: kept,
    sample: plannedSample(of.recent, {
      ...{ control, limit, confidence, windows, instances: kept },
      clockMs: of.clockMs ?? calendarMs(DEFAULT_POLICY.clocks[record.severity].effectiveness),
    }),
  };
  return { ...plan, statement: inWords(plan) };
}

/** What the control judges: a record that carries on one of another control has that one's episodes, too. */
function ownInstances({ episodes }: Nonconformity, { by }: Control): readonly Labels[] {
  const all = episodes.map(({ instance }) => instance);
  const own = all.filter((instance) => {
    const names = Object.keys(instance);
    return names.length === by.length && by.every((name) => Object.hasOwn(instance, name));
  });
  return lastingInstances(own.length > 0 ? own : all);
}

/** The tighter of both limits on each side: a control that was loosened since does not make the test easier. */
function strictest(control: Control, { breached, baseline }: PlanFacts): ResolvedLimit | null {
  const now = resolveLimit(control.limit, control.measure, baseline);
  if (now === null) return null;
  const comparable = breached !== null && breached.measure === control.measure;
  const then = comparable ? resolveLimit(breached.limit, breached.measure, baseline) : null;
  if (then === null) return now;
  return { min: tighter(Math.max, now.min, then.min), max: tighter(Math.min, now.max, then.max) };
}

function tighter(
  pick: (a: number, b: number) => number,
  a: number | null,
  b: number | null,
): number | null {
  if (a === null) return b;
  return b === null ? a : pick(a, b);
}

/**
 * More for what is graver; never fewer than end an episode; and of windows that overlap as many as
 * span two that share no data.
 */
function windowsToPass(severity: Severity, control: Control): number {
  const { windowMs, everyMs } = control;
  const apart = windowMs > everyMs ? Math.ceil((2 * windowMs) / everyMs) : 0;
  return Math.max(WINDOWS[severity], windowsNeeded(control.recover.for, control) + 1, apart);
}

const WINDOWS: Readonly<Record<Severity, number>> = { low: 3, medium: 5, high: 7, critical: 10 };
/** One-sided, as bounds of controls are. */
const CONFIDENCE_MIN = 0.95;
/** The worst; a record with more is about one fault all the same. */
const INSTANCES_MAX = 50;

function inWords(plan: Omit<MeasuredPlan, "statement">): string {
  const { windows, windowMs, proof, confidence, instances } = plan;
  const title = metric(plan.measure)?.title ?? plan.measure;
  const limit = plan.limitInWords === "" ? "on the list of its control" : plan.limitInWords;
  const counted = instances.length === 1 ? "" : `, for each of ${instances.length} instances`;
  const bound =
    proof === "bound"
      ? `Over all of that time together the ${percent(confidence)} bound has to be inside the limit.`
      : proof === "fact"
        ? "It is counted, so no bound is needed."
        : "The measure has no honest bound, so its value decides.";
  return [
    `Control ${plan.control} (revision ${plan.revision.slice(0, 8)}) has to show ${title} ${limit} in ${windows} conclusive windows of ${spanInWords(windowMs)} in a row${counted}, all of which begin after the actions are done.`,
    bound,
    `At least ${percent(plan.coverageMin)} of these windows have to be conclusive, and no episode may fire.`,
    sampleInWords(plan, plan.sample),
  ].join(" ");
}

function sampleInWords({ windows }: { readonly windows: number }, of: PlannedSample): string {
  const { needed, usual, takesMs, clockMs } = of;
  const clock = `the effectiveness clock leaves ${spanInWords(clockMs)}`;
  const need = needed === null ? "" : `A window needs a sample of about ${needed}`;
  if (of.isReachable === null || usual === null) {
    const unknown = `how long it takes cannot be told, since no evaluation of late says how much traffic there is; ${clock}.`;
    return need === "" ? capital(unknown) : `${need}; ${unknown}`;
  }
  const had = `of late it had ${usual === 0 ? "too little to tell" : usual} (median)`;
  const sample = need === "" ? "" : `${need}; ${had}. `;
  if (takesMs === null) {
    return `${sample}At the present traffic it cannot be shown at all: it takes more traffic, or a control with longer windows; ${clock}.`;
  }
  if (takesMs <= clockMs) {
    return `${sample}At the present traffic the ${windows} windows take about ${spanInWords(takesMs)} after the actions are done; ${clock}.`;
  }
  return `${sample}At the present traffic the ${windows} windows take about ${spanInWords(takesMs)}, and ${clock}: it cannot be shown in time unless there is more traffic.`;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(4))} %`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
