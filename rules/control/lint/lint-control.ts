import { metric } from "../../metrics/catalogue.ts";
import type { Control } from "../control.ts";
import { isSameLimit } from "../for-tier.ts";
import { measureRules } from "../measures.ts";
import { durationText } from "../quantity.ts";
import { costOf, scaleInWords } from "./cost.ts";
import { inScope } from "./in-scope.ts";
import type { LintContext, Remark } from "./remark.ts";

type Doubt = Omit<Remark, "control">;
type Rule = (control: Control, context: LintContext) => Doubt | readonly Doubt[] | null;

const DAY_MS = 86_400_000;
/** Values a day: one thousand controls of ten systems, once a minute, are 14 million. */
const VALUES_PER_DAY_MAX = 1_000_000;
/** Below this a share moves by 5 points with a single event. */
const SAMPLE_MIN = 20;

const noRunbook: Rule = ({ runbook }) =>
  runbook !== null
    ? null
    : {
        code: "no-runbook",
        message: "whoever is told does not learn what to do",
        fix: "add runbook: a link to what helps, or the first steps in words",
      };

const unknownClause: Rule = ({ clauses }, { hasClause }) => {
  if (hasClause === undefined) return null;
  return Object.entries(clauses).flatMap(([framework, ids]) =>
    ids
      .filter((id) => !hasClause(framework, id))
      .map((id) => ({
        code: "unknown-clause",
        message: `${framework} has no clause ${id} that is known here`,
        fix: "correct its number, or remove it: coverage does not count it",
      })),
  );
};

/** Confidence and budget have a band between the bounds where nothing flips; a bare value has none. */
const recoverIsLimit: Rule = ({ measure, limit, recover, proof, burn, tiers }) => {
  if (proof.kind !== "measured" || burn !== null || measureRules(measure).isFact) return null;
  const ofTiers = Object.values(tiers);
  if (ofTiers.length > 0 && ofTiers.every((terms) => terms.recover !== undefined)) return null;
  // Nothing lies inside a limit of none at all.
  if (!isSameLimit(limit, recover.limit) || limit.max === 0) return null;
  return {
    code: "recover-is-limit",
    message: "a value that swings about the limit begins and ends an episode each time",
    fix: "add recover: with a bound inside the limit",
  };
};

const shortFor: Rule = ({ for: lasting, everyMs }) => {
  const windows = "windows" in lasting ? lasting.windows : lasting.ms / everyMs;
  if (windows === 0 || windows >= 2) return null;
  return {
    code: "short-for",
    message: `for is ${"windows" in lasting ? "1 window" : durationText(lasting.ms)}, and one window of breach is that long already: nothing is waited for`,
    fix: `write for: 2 windows (${durationText(2 * everyMs)}), or remove for`,
  };
};

const thinSample: Rule = ({ measure, limit, minSample, tiers, proof, burn }) => {
  const rules = measureRules(measure);
  // Where none at all is allowed, one is a fact and no chance.
  const least = [{ limit, minSample }, ...Object.values(tiers)]
    .filter((terms) => (terms.limit ?? limit).max !== 0)
    .map((terms) => terms.minSample ?? minSample)
    .reduce((a, b) => Math.min(a, b), Infinity);
  if (proof.kind !== "measured" || burn !== null || rules.isFact || least >= SAMPLE_MIN)
    return null;
  return {
    code: "thin-sample",
    message: `a sample of ${least} is judged by its value alone: chance decides`,
    fix: `write min_sample: ${Math.max(SAMPLE_MIN, rules.minSample)}, or a proof with a confidence`,
  };
};

const uncorrected: Rule = ({ by, proof }) => {
  const many = by.filter((name) => name === "feature" || name.startsWith("segment."));
  if (many.length === 0 || proof.kind === "measured" || proof.correctFor.length > 0) return null;
  return {
    code: "uncorrected",
    message: `each ${many.join(" and ")} has the whole risk of a false alarm: with twenty of them one is near certain`,
    fix: `add correct_for: [${many
      .map((name) => (name === "feature" ? name : "segment"))
      .slice(0, 1)
      .join()}] to proof`,
  };
};

const dailyCycle: Rule = ({ measure, windowMs, limit }) => {
  if (windowMs >= DAY_MS) return null;
  const isDistance = metric(measure)?.tolerance !== undefined;
  const isRatio = limit.maxRatio !== undefined || limit.minRatio !== undefined;
  if (!isDistance && !isRatio) return null;
  return {
    code: "daily-cycle",
    message: `a window of ${durationText(windowMs)} is compared with whole days: what differs by the hour alarms every day`,
    fix: "write window: 24h, or approve a baseline by hour of the week",
  };
};

const rollingBaseline: Rule = (control, { systems = [] }) => {
  if (control.baseline === null) return null;
  const rolling = systems.filter(
    (system) =>
      system.riskTier === "high" && system.hasRollingBaseline === true && inScope(control, system),
  );
  return rolling.map(({ id }) => ({
    code: "rolling-baseline",
    message: `${id} is of high risk, and its baseline follows its data: a slow change is never seen`,
    fix: `approve a fixed baseline of ${id}`,
  }));
};

const noSystem: Rule = (control, { systems }) => {
  if (systems === undefined || control.status === "retired") return null;
  if (systems.some((system) => inScope(control, system))) return null;
  return {
    code: "no-system",
    message: "no live system of the inventory is one that it applies to: it judges nothing",
    fix: "correct applies_to, declare the system, or set status: draft",
  };
};

const neverSeen: Rule = (control, { seen }) => {
  if (seen === undefined || control.status === "retired" || seen(control)) return null;
  return {
    code: "never-seen",
    message: `nothing that ${control.measure} measures was ever seen of a system in scope`,
    fix: "send it, see the guide of the SDK, or set status: draft",
  };
};

const dear: Rule = (control, { systems }) => {
  const cost = costOf(control, systems);
  if (cost.valuesPerDay <= VALUES_PER_DAY_MAX) return null;
  return {
    code: "dear",
    message: `about ${millions(cost.valuesPerDay)} million values a day: ${scaleInWords(control, cost)}, ${Math.round(cost.windowsPerDay)} windows`,
    fix: `lengthen every from ${durationText(control.everyMs)}, or take a dimension out of by`,
  };
};

function millions(values: number): number {
  return Number((values / 1e6).toPrecision(2));
}

const RULES: readonly Rule[] = [
  noRunbook,
  unknownClause,
  recoverIsLimit,
  shortFor,
  thinSample,
  uncorrected,
  dailyCycle,
  rollingBaseline,
  noSystem,
  neverSeen,
  dear,
];

/** What is doubtful about one control. */
export function lintControl(control: Control, context: LintContext): readonly Remark[] {
  return RULES.flatMap((rule) => rule(control, context) ?? []).map((doubt) => ({
    control: control.id,
    ...doubt,
  }));
}
