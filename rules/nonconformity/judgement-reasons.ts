import { formatInstant } from "../evaluation/instant.ts";
import { type Labels, labelsKey } from "../evidence/labels.ts";
import { formatValue } from "../metrics/format.ts";
import type { Measurement } from "../metrics/measurement.ts";
import type { EffectivenessFacts } from "./effectiveness-facts.ts";
import type { JudgementReason } from "./effectiveness-judgement.ts";
import type { MeasuredPlan } from "./effectiveness-plan.ts";
import {
  isBeyond,
  isBoundInside,
  isPlanned,
  type JudgedInstance,
  weakenedIn,
} from "./judged-instance.ts";
import { spanInWords } from "./span-in-words.ts";

/** Episodes that began after the actions were done. */
export function episodesSince(
  plan: MeasuredPlan,
  facts: EffectivenessFacts,
): readonly JudgementReason[] {
  return facts.episodes
    .filter(({ firstBreachMs }) => firstBreachMs - plan.windowMs >= facts.startMs)
    .map(({ instance, firstBreachMs, value }) => ({
      code: "episode",
      text: `an episode began in the window that ended ${formatInstant(firstBreachMs)}, for ${named(instance)}${isPlanned(plan, instance) ? `: ${formatValue(plan.measure, value)} where ${limitOf(plan)} was planned` : ""}`,
    }));
}

/** What one instance refutes the actions by. */
export function refutations(one: JudgedInstance, plan: MeasuredPlan): readonly JudgementReason[] {
  const reasons: JudgementReason[] = [];
  const { breachesInRow } = one.run;
  if (breachesInRow >= plan.refutedBy) {
    const times = breachesInRow === 1 ? "one window" : `${breachesInRow} windows in a row`;
    reasons.push({
      code: "breach",
      text: `${times} after the actions breached the limit for ${named(one.labels)}`,
    });
  }
  // Not before the time is up that was planned for it: an early look has little to go by.
  if (one.scheduled >= plan.windows && isBeyond(one.pooled, plan)) {
    reasons.push({
      code: "pooled_breach",
      text: `over all of the time since the actions the measure lies beyond the limit for ${named(one.labels)}: ${inWords(one.pooled, plan)}`,
    });
  }
  return reasons;
}

/** What one instance still lacks. */
export function lacking(
  one: JudgedInstance,
  plan: MeasuredPlan,
  { note, pooled }: EffectivenessFacts,
): readonly JudgementReason[] {
  const reasons: JudgementReason[] = [];
  const { run, open } = one.run;
  if (one.scheduled > 0 && !one.isSeen) {
    reasons.push({
      code: "no_data",
      text: `nothing was measured of ${named(one.labels)} since the actions were done${because(note)}`,
    });
  }
  if (run < plan.windows) {
    const left = plan.windows - run;
    reasons.push({
      code: "windows_missing",
      text: `${named(one.labels)} has ${run} of ${plan.windows} conclusive windows in a row inside the limit: ${left} more, at the least ${spanInWords(left * plan.everyMs)}`,
    });
    if (open > 0) {
      reasons.push({
        code: "coverage",
        text: `${open} of ${one.scheduled} windows of ${named(one.labels)} said nothing (too small a sample, no data, or not evaluated); at least ${plan.coverageMin * 100} % of a run have to`,
      });
    }
  }
  if (run < plan.windows && one.weaklyJudged.length > 0) {
    reasons.push({
      code: "control_weakened",
      text: `windows of ${named(one.labels)} were judged by a revision that demands less than the plan (${one.weaklyJudged.join(", ")}) and do not count`,
    });
  }
  if (plan.proof === "bound" && run >= plan.windows) {
    if (one.pooled === null || one.pooled.kind !== "measured") {
      const why = one.pooled?.reason ?? (pooled === null ? note : null) ?? "nothing was measured";
      reasons.push({
        code: "not_pooled",
        text: `the bound over all of the time is not known for ${named(one.labels)}: ${why}`,
      });
    } else if (!isBoundInside(one.pooled, plan)) {
      reasons.push({
        code: "bound",
        text: `the bound over all of the time is not inside the limit for ${named(one.labels)}: ${inWords(one.pooled, plan)}`,
      });
    }
  }
  return reasons;
}

/** Why the control that judges is not the one that was planned. */
export function controlInForce(
  plan: MeasuredPlan,
  facts: EffectivenessFacts,
): readonly JudgementReason[] {
  const { revision } = facts;
  if (revision === null) {
    return [
      {
        code: "control_gone",
        text: `control ${plan.control} is enforced no more, so nothing would tell of a breach: put it in force again`,
      },
    ];
  }
  const weaker = weakenedIn(revision, plan, facts);
  if (weaker.length === 0) return [];
  return [
    {
      code: "control_weakened",
      text: `control ${plan.control} was revised since the plan and demands less now (${weaker.join(", ")}): restore it, or analyse again and plan anew`,
    },
  ];
}

/** What does not decide, and has to be said. */
export function remarks(
  plan: MeasuredPlan,
  facts: EffectivenessFacts,
  successors: readonly string[],
): readonly JudgementReason[] {
  const notes: JudgementReason[] = [];
  if (successors.length > 0) {
    const before = facts.episodes.flatMap(({ instance }) => instance["model_version"] ?? []);
    const replaced = [...new Set(before)].filter((version) => !successors.includes(version));
    notes.push({
      code: "successor",
      text: `judged on model version ${successors.join(", ")}, which came after ${replaced.slice(0, 5).join(", ")}`,
    });
  }
  const { revision, baseline } = facts;
  if (
    revision !== null &&
    revision !== plan.revision &&
    weakenedIn(revision, plan, facts).length === 0
  ) {
    notes.push({
      code: "control_revised",
      text: `control ${plan.control} was revised since the plan and demands as much or more: judged by revision ${revision.slice(0, 8)}`,
    });
  }
  if (baseline !== plan.baseline) {
    notes.push({
      code: "baseline_changed",
      text: "the baseline is another one than when the plan was made: what was a breach before may be none against it",
    });
  }
  return notes;
}

function inWords(
  { value, lower, upper, n }: Extract<Measurement, { kind: "measured" }>,
  plan: MeasuredPlan,
): string {
  const bound = (of: number | null): string =>
    of === null ? "unknown" : formatValue(plan.measure, of);
  return `${formatValue(plan.measure, value)} (bounds ${bound(lower)} to ${bound(upper)}, sample ${n}) where ${limitOf(plan)} was planned`;
}

function limitOf({ limitInWords }: MeasuredPlan): string {
  return limitInWords === "" ? "the list" : limitInWords;
}

function named(labels: Labels): string {
  const values = Object.entries(labels).sort(
    ([a], [b]) => Number(b === "system") - Number(a === "system"),
  );
  const shown = values.map(([name, value]) =>
    name === "system" ? value : `${name.replace(/^segment\./, "").replaceAll("_", " ")} ${value}`,
  );
  return shown.join(", ") || labelsKey(labels);
}

function because(note: string | null): string {
  return note === null ? "" : `: ${note}`;
}
