import { formatInstant } from "../../evaluation/instant.ts";
import { closesAtMs } from "../../evaluation/schedule.ts";
import { metric } from "../../metrics/catalogue.ts";
import { formatValue } from "../../metrics/format.ts";
import type { Control, Good, Proof, Span } from "../control.ts";
import { forTier } from "../for-tier.ts";
import { costOf, scaleInWords } from "../lint/cost.ts";
import type { LintSystem } from "../lint/remark.ts";
import { measureRules } from "../measures.ts";
import { durationText, frequencyText } from "../quantity.ts";
import { approvedLimitInWords } from "../resolve-limit.ts";
import { RISK_TIERS } from "../risk-tiers.ts";
import { sensitivityInWords } from "./sensitivity.ts";
import { listInWords } from "./words.ts";

/** One question about a control, answered. */
export interface Explained {
  readonly about: string;
  /** At least one. */
  readonly lines: readonly string[];
}

/**
 * A control in plain words, from what is required to what it cannot see.
 *
 * `nowMs` is when it would be put in force; `systems` the inventory, for the cost.
 */
export function explainControl(
  control: Control,
  of: { readonly nowMs: number; readonly systems?: readonly LintSystem[] },
): readonly Explained[] {
  const answers: readonly [about: string, lines: readonly string[]][] = [
    ["required", [control.requirement, ...clauses(control)]],
    ["where", [where(control)]],
    ["measured", measured(control)],
    ["limit", limits(control)],
    ["how sure", [proof(control.proof, control)]],
    ["raises", raises(control)],
    ["no data", [noData(control)]],
    ["first verdict", [firstVerdict(control, of.nowMs)]],
    ["sample", [sample(control), ...sensitivityInWords(control)]],
    ["costs", [cost(control, of.systems)]],
    [
      "blind to",
      control.blindSpots.length > 0 ? control.blindSpots : ["nothing that its author named"],
    ],
    ["runbook", [control.runbook ?? "none"]],
  ];
  return answers.map(([about, lines]) => ({ about, lines }));
}

function clauses({ clauses: cited }: Control): readonly string[] {
  return Object.entries(cited).map(([framework, ids]) => `${framework}: ${ids.join(", ")}`);
}

function where({ appliesTo, status }: Control): string {
  const { systems, environments, riskTiers } = appliesTo;
  const which = systems.length === 0 ? "every system" : listInWords(systems, "and");
  const tiers = riskTiers.length === 0 ? "" : ` of ${listInWords(riskTiers, "and")} risk`;
  const place = environments.length === 0 ? "" : ` in ${listInWords(environments, "and")}`;
  const force = {
    enforce: "in force",
    shadow: "in shadow: judged and shown, nothing is raised",
    draft: "a draft: not judged",
    retired: "retired: not judged",
  }[status];
  return `${which}${tiers}${place}; ${force}`;
}

function measured(control: Control): readonly string[] {
  const { measure, by, good, check, favourable, withinMs, baseline, windowMs, everyMs, burn } =
    control;
  const title = metric(measure)?.title ?? measure;
  const each = by.map((name) => name.replace("_", " "));
  const span = measureRules(measure).isState
    ? `looked at every ${durationText(everyMs)}`
    : `over ${durationText(windowMs)}, every ${durationText(everyMs)}`;
  return [
    `${title} (${measure}), for each ${listInWords(each, "and")}, ${span}`,
    ...(good === null ? [] : [`good is an answer ${goodInWords(good)}`]),
    ...(check === null ? [] : [`of the check ${check}`]),
    ...(withinMs === null ? [] : [`within ${durationText(withinMs)}`]),
    ...(favourable === null ? [] : [`counted is the label ${favourable}`]),
    ...(baseline === null ? [] : ["compared with the approved baseline of the system"]),
    ...(burn === null ? [] : [`and again over the last ${durationText(burn.confirmMs)}`]),
    ...outcomes(control),
  ];
}

function goodInWords({ status, latencyMax }: Good): string {
  const how = status === null ? "" : "without an error";
  const soon = latencyMax === null ? "" : `within ${formatValue("latency_p50", latencyMax)}`;
  return [how, soon].filter((words) => words !== "").join(" and ");
}

function outcomes({ outcomes: of }: Control): readonly string[] {
  if (of === null) return [];
  const coverage = of.minCoverage === 0 ? "" : `, of at least ${of.minCoverage * 100} % of them`;
  const late =
    of.late === "ignore" ? "what comes later is left out" : "what comes later makes a revision";
  return [`with the truth as it is known ${durationText(of.waitMs)} later${coverage}; ${late}`];
}

function limits(control: Control): readonly string[] {
  const scope = control.appliesTo.riskTiers;
  const tiers = RISK_TIERS.filter((tier) => control.tiers[tier] !== undefined);
  const isGeneral = scope.length === 0 || scope.some((tier) => !tiers.includes(tier));
  const general = isGeneral ? [inWords(control)] : [];
  return [...general, ...tiers.map((tier) => `${tier} risk: ${inWords(forTier(control, tier))}`)];
}

function inWords({ measure, limit, warn, recover, burn }: Control): string {
  const budget =
    burn === null
      ? ""
      : `, which spends ${burn.spend * 100} % of the ${durationText(burn.overMs)} budget of ${objective(burn.objective)} good answers`;
  const told =
    warn === null
      ? ""
      : `; the team is told where it is not ${approvedLimitInWords(measure, warn)}`;
  return `${approvedLimitInWords(measure, limit)}${budget}; an episode ends once it is ${approvedLimitInWords(measure, recover.limit)}${told}`;
}

function objective(share: number): string {
  return `${Number((share * 100).toPrecision(12))} %`;
}

function proof(of: Proof, { measure, burn }: Control): string {
  switch (of.kind) {
    case "measured":
      return measureRules(measure).isFact
        ? "it is a fact: nothing is estimated"
        : burn === null
          ? "the value alone decides, chance included"
          : "the value alone decides, and has to be confirmed by the shorter window";
    case "confidence": {
      const shared = of.correctFor.length === 0 ? "" : `, shared over ${family(of.correctFor)}`;
      return `a breach and a pass are each proven with ${of.confidence * 100} % confidence${shared}; between them the verdict is inconclusive`;
    }
    case "budget": {
      const shared = of.correctFor.length === 0 ? "" : `, for ${family(of.correctFor)} together`;
      const [count, ...per] = frequencyText({ count: of.alarms, perMs: of.perMs }).split(" ");
      const [alarms, are] = of.alarms === 1 ? ["false alarm", "is"] : ["false alarms", "are"];
      return `at most ${count} ${alarms} ${per.join(" ")} ${are} to be expected${shared}, however often it is looked at; evidence adds up from window to window`;
    }
  }
}

function family(dimensions: readonly string[]): string {
  return `all ${listInWords(
    dimensions.map((name) => name.replace("_", " ")),
    "and",
  )}s`;
}

function raises(control: Control): readonly string[] {
  const { raises: what, severity, groupBy, maxInstances, suspends, recover } = control;
  const lasting = control.for;
  const wait =
    span(lasting) === null ? "at the first breach" : `once a breach lasts ${span(lasting)}`;
  const group = listInWords(
    groupBy.map((name) => name.replace("_", " ")),
    "and",
  );
  const ends = span(recover.for) ?? "1 window";
  return [
    `a ${what} of ${severity} severity ${wait}, one for each ${group}; above ${maxInstances} instances one for all`,
    `it recovers after ${ends} of passes inside the limit for it; nothing else ends an episode`,
    ...suspends.map(({ when, riskTiers }) => {
      const tiers = riskTiers.length === 0 ? "" : ` of ${listInWords(riskTiers, "or")} risk`;
      return when === "propose"
        ? `it proposes to suspend a system${tiers}, and a person decides`
        : `it suspends a system${tiers} at once, until a person resumes it`;
    }),
  ];
}

function span(of: Span): string | null {
  if ("ms" in of) return durationText(of.ms);
  if (of.windows === 0) return null;
  return of.windows === 1 ? "1 window" : `${of.windows} windows`;
}

function noData({ noData: policy, measure }: Control): string {
  if (measure === "silence") return "missing data is what it measures";
  return policy === "hold"
    ? "keeps the state as it is, and says so; it never ends an episode"
    : "is a breach";
}

function firstVerdict(control: Control, nowMs: number): string {
  const endMs = (Math.floor(nowMs / control.everyMs) + 1) * control.everyMs;
  const parts = [
    ...(control.dataDelayMs > 0 ? [`${durationText(control.dataDelayMs)} for late data`] : []),
    ...(control.outcomes !== null && control.outcomes.waitMs > 0
      ? [`${durationText(control.outcomes.waitMs)} for outcomes`]
      : []),
  ];
  const first = measureRules(control.measure).isState
    ? `the first look is at ${formatInstant(endMs)}`
    : `the first window with new data ends at ${formatInstant(endMs)}`;
  const wait = parts.length === 0 ? "" : `, and ${listInWords(parts, "and")}`;
  return `not before ${formatInstant(closesAtMs(control, endMs))}: ${first}${wait}`;
}

function sample({ minSample, burn, tiers }: Control): string {
  const own = RISK_TIERS.flatMap((tier) => {
    const least = tiers[tier]?.minSample;
    return least === undefined ? [] : [`${least} for ${tier} risk`];
  });
  const bad = burn === null ? [] : [`${burn.badEventsMin} bad answers`];
  const least = minSample === 0 ? bad : [...bad, String(minSample)];
  if (least.length + own.length === 0) return "none is needed";
  return `at least ${listInWords([...least, ...own], "and")} in a window; with fewer the verdict is inconclusive`;
}

function cost(control: Control, systems: readonly LintSystem[] | undefined): string {
  const of = costOf(control, systems);
  const values = Math.round(of.valuesPerDay).toLocaleString("en");
  return `about ${values} values a day (${scaleInWords(control, of)}, ${Number(of.windowsPerDay.toPrecision(3))} windows); features, segments and versions are guessed`;
}
