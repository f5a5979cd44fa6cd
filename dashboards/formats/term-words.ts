import { approvedLimitInWords, type Control, type Limit, type Span } from "@tiltmeter/rules";
import { dimensionWord } from "../parts/labels.tsx";
import { axisValue } from "./metric.ts";
import { counted } from "./number.ts";
import { span } from "./time.ts";
import { listed } from "./words.ts";

// The terms of a control in plain words: for people who have never seen its file.

/** `at most 0.2`, `one of gpt-4o and gpt-4o-mini`, `one of the approved models in the inventory`. */
export function limitWords(measure: string, limit: Limit): string {
  const { oneOf } = limit;
  if (oneOf === undefined) return approvedLimitInWords(measure, limit);
  return oneOf.from === "names"
    ? `one of ${listed(oneOf.names, 8)}`
    : `one of the ${oneOf.list.replaceAll("_", " ")} that the inventory declares of the system`;
}

/** How sure a verdict has to be. */
export function proofWords({ proof, burn }: Control): string {
  if (burn !== null) return "The answers are counted, each as good or bad.";
  switch (proof.kind) {
    case "measured":
      return "The measured value decides: it is taken as a fact.";
    case "confidence":
      return `Pass and breach are both proven with ${axisValue("percent", proof.confidence)} confidence; what the sample cannot tell is inconclusive.${sharing(proof.correctFor)}`;
    case "budget":
      return `Evidence adds up from window to window, with at most ${counted(proof.alarms, "false alarm")} in ${periodWords(proof.perMs)} while the limit is kept.${sharing(proof.correctFor)}`;
  }
}

function sharing(correctFor: readonly string[]): string {
  if (correctFor.length === 0) return "";
  return ` Every ${listed(correctFor.map(dimensionWord))} of a system shares in that.`;
}

const DAY_MS = 86_400_000;

function periodWords(ms: number): string {
  if (ms === 365 * DAY_MS) return "a year";
  return ms === DAY_MS ? "a day" : span(ms);
}

/** Where it applies: systems, environments and tiers, each only where it is narrowed. */
export function scopeWords({ appliesTo, by }: Control): string {
  const { systems, environments, riskTiers } = appliesTo;
  const which =
    systems.length > 0
      ? `The ${systems.length === 1 ? "system" : "systems"} ${listed(systems, 6)}`
      : "Every system";
  const parts = [
    riskTiers.length > 0 ? `of ${listed(riskTiers)} risk` : "",
    environments.length > 0 ? `in ${listed(environments)}` : "",
  ].filter((part) => part !== "");
  const each = by.filter((name) => name !== "system").map(dimensionWord);
  const judged = each.length === 0 ? "" : `, each ${listed(each)} by itself`;
  return `${[which, ...parts].join(" ")}${judged}`;
}

/** When it fires, and when that ends. */
export function courseWords(control: Control): string {
  const { recover, limit } = control;
  const inside =
    recover.limit === limit ? "inside the limit" : limitWords(control.measure, recover.limit);
  const after = spanWords(recover.for);
  return `Fires ${firesWords(control.for)}; ends once it is ${inside}${after === "" ? "" : ` for ${after}`}.`;
}

function firesWords(span: Span): string {
  const words = spanWords(span);
  return words === "" ? "with the first breach" : `after ${words} in breach`;
}

/** `2 windows`, `1 h 20 min`; empty for no time. */
function spanWords(of: Span): string {
  if ("ms" in of) return of.ms === 0 ? "" : span(of.ms);
  return of.windows === 0 ? "" : counted(of.windows, "window");
}

/** What a breach brings about. */
export function consequenceWords({ raises, groupBy, suspends, noData }: Control): string {
  const what = {
    nonconformity: "raises a nonconformity",
    candidate: "raises a candidate, which a person confirms or dismisses",
    observation: "is noted as an observation",
  }[raises];
  const per = groupBy.map(dimensionWord);
  const suspension = suspends.map(({ when, riskTiers }) => {
    const of = riskTiers.length === 0 ? "the system" : `a system of ${listed(riskTiers)} risk`;
    return when === "propose"
      ? ` It proposes to suspend ${of}; a person approves that first.`
      : ` It suspends ${of} at once.`;
  });
  const silent =
    noData === "breach"
      ? " A window without data counts as a breach."
      : " A window without data changes nothing: it is neither a pass nor a breach.";
  return `A breach ${what}${per.length === 0 ? "" : `, one for each ${listed(per)}`}.${suspension.join("")}${silent}`;
}

/** Since when truth is waited for, where the measure needs it; empty where it does not. */
export function outcomeWords({ outcomes }: Control): string {
  if (outcomes === null) return "";
  const late =
    outcomes.late === "restate_window"
      ? " What comes later amends the window."
      : " What comes later is not counted.";
  return `Judged ${span(outcomes.waitMs)} after a window's end, once at least ${axisValue("percent", outcomes.minCoverage)} of its outcomes are known.${late}`;
}
