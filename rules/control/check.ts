import { metric } from "../metrics/catalogue.ts";
import { checkBudget } from "./check-budget.ts";
import type { Limit } from "./control.ts";
import type { Draft } from "./draft.ts";
import type { Fields } from "./fields.ts";
import type { Report } from "./finding.ts";
import { withTerms } from "./for-tier.ts";
import { measureRules } from "./measures.ts";
import { INVENTORY_LABEL } from "./parts.ts";
import { durationText } from "./quantity.ts";
import { RISK_TIERS } from "./risk-tiers.ts";

/**
 * Rules between the keys of one control: what is readable but contradicts itself is an error, what
 * is only doubtful a warning.
 */
export function checkControl(control: Draft, fields: Fields, report: Report): void {
  const at = (key: string): number => fields.get(key)?.at ?? fields.at;
  for (const judged of asJudged(control)) {
    const before = report.errors();
    checkSides(judged, at, report);
    checkNesting(judged, at, report);
    checkBudget(judged, at, report);
    // One tier is enough to see what is wrong.
    if (report.errors() > before) break;
  }
  checkNeeds(control, fields, at, report);
  checkDoubts(control, fields, at, report);
}

/** The control itself, where it is for anybody, and as it is for each tier with terms of its own. */
function asJudged(control: Draft): readonly Draft[] {
  const { tiers, appliesTo } = control;
  const own = RISK_TIERS.flatMap((tier) => {
    const terms = tiers[tier];
    return terms === undefined ? [] : [withTerms(control, terms)];
  });
  const scope = appliesTo.riskTiers;
  const isShadowed = scope.length > 0 && scope.every((tier) => tiers[tier]?.limit !== undefined);
  return isShadowed ? own : [control, ...own];
}

type At = (key: string) => number;

const upper = (limit: Limit): boolean => limit.max !== undefined || limit.maxRatio !== undefined;
const lower = (limit: Limit): boolean => limit.min !== undefined || limit.minRatio !== undefined;

function checkSides(control: Draft, at: At, report: Report): void {
  const { measure, limit, warn, recover } = control;
  const worse = metric(measure)?.worse ?? "both";
  if (upper(limit) && lower(limit)) {
    report.error(
      at("limit"),
      "two-controls",
      `${measure} too high and too low are two requirements`,
      "write one control for each",
    );
    return;
  }
  if (worse === "higher" && lower(limit)) {
    report.error(at("limit"), "wrong-side", `${measure} is worse when higher`, "use max");
  }
  if (worse === "lower" && upper(limit)) {
    report.error(at("limit"), "wrong-side", `${measure} is worse when lower`, "use min");
  }
  if (warn !== null && upper(warn) !== upper(limit)) {
    report.error(
      at("warn"),
      "wrong-side",
      "warn bounds the other side than limit",
      `use ${upper(limit) ? "max or max_ratio" : "min or min_ratio"}`,
    );
  }
  if (upper(recover.limit) !== upper(limit) || lower(recover.limit) !== lower(limit)) {
    const use = upper(limit) ? "below or below_ratio" : "above or above_ratio";
    report.error(
      at("recover"),
      "wrong-side",
      "recover bounds the same side as limit",
      `use ${use}`,
    );
  }
}

function checkNesting(control: Draft, at: At, report: Report): void {
  const { limit, warn, recover } = control;
  if (isOutside(recover.limit, limit)) {
    report.error(
      at("recover"),
      "recover-outside-limit",
      "the recovery limit lies outside the limit: an episode would end in breach",
      "move it inside the limit, or remove it: the limit itself then counts",
    );
  }
  if (warn !== null && isOutside(warn, limit)) {
    report.error(
      at("warn"),
      "warn-outside-limit",
      "warn lies outside the limit: it would never be told before a breach",
      "move it inside the limit",
    );
  }
}

/** Whether an inner limit allows what the outer forbids, as far as they are in the same terms. */
function isOutside(inner: Limit, outer: Limit): boolean {
  const over = (a: number | undefined, b: number | undefined): boolean =>
    a !== undefined && b !== undefined && a > b;
  return (
    over(inner.max, outer.max) ||
    over(inner.maxRatio, outer.maxRatio) ||
    over(outer.min, inner.min) ||
    over(outer.minRatio, inner.minRatio)
  );
}

function checkNeeds(control: Draft, fields: Fields, at: At, report: Report): void {
  const { measure, baseline } = control;
  const rules = measureRules(measure);
  const limits = [control.limit, control.recover.limit, ...(control.warn ? [control.warn] : [])];
  const hasRatio = limits.some(
    (limit) => limit.maxRatio !== undefined || limit.minRatio !== undefined,
  );
  if (hasRatio && !rules.hasBaselineRate) {
    report.error(
      at("limit"),
      "no-baseline-rate",
      `a baseline has no ${measure}`,
      "use max or min, or measure override_rate, error_rate or accuracy",
    );
  } else if (
    (hasRatio || rules.needsBaseline) &&
    baseline === null &&
    fields.get("baseline") === undefined
  ) {
    const uses = rules.byFeature ? "compares with" : "learns from";
    const why = hasRatio ? "a ratio is of the approved baseline" : `${measure} ${uses} one`;
    report.error(fields.at, "baseline-required", `${why}`, "add baseline: approved");
  }
  const saysLabel = fields.get("favourable") !== undefined || fields.get("positive") !== undefined;
  if (rules.needsLabel && control.favourable === null && !saysLabel) {
    const key = measure.startsWith("selection") ? "favourable" : "positive";
    report.error(
      fields.at,
      "missing-key",
      `${measure} counts one label`,
      `add ${key}: { label: … } or ${key}: ${INVENTORY_LABEL}`,
    );
  }
  if (!rules.needsOutcomes && control.outcomes !== null) {
    report.error(at("outcomes"), "bad-value", `${measure} needs no outcomes`, "remove the key");
  }
  checkSaid(control, fields, at, report);
  if (fields.get("expect") !== undefined && measure !== "silence") {
    report.error(
      at("expect"),
      "bad-value",
      "expect: inventory goes with measure: silence only",
      "remove the key",
    );
  }
  const missing = control.groupBy.find((dimension) => !control.by.includes(dimension));
  if (missing !== undefined) {
    report.error(
      at("group_by"),
      "bad-dimension",
      `group_by names ${missing}, which is not in by`,
      `remove ${missing}, or add it to by`,
    );
  }
}

/** What a measure has to be told, and what it has no use for. */
function checkSaid(control: Draft, fields: Fields, at: At, report: Report): void {
  const { measure } = control;
  const rules = measureRules(measure);
  const said: readonly [key: string, isNeeded: boolean, isGiven: boolean, example: string][] = [
    ["check", rules.needsCheck, control.check !== null, "check: pii"],
    ["within", rules.needsWithin, control.withinMs !== null, "within: 4h"],
  ];
  for (const [key, isNeeded, isGiven, example] of said) {
    if (isNeeded && !isGiven) {
      report.error(fields.at, "missing-key", `${measure} needs ${key}`, `add ${example}`);
    } else if (!isNeeded && isGiven) {
      report.error(at(key), "bad-value", `${measure} has no ${key}`, "remove the key");
    }
  }
  if (fields.get("unknown") !== undefined && !rules.needsList) {
    report.error(at("unknown"), "bad-value", "unknown goes with a measure of names", "remove it");
  }
  if (control.activeHours === "calendar" && measure !== "silence") {
    report.error(
      at("active_hours"),
      "bad-value",
      "active_hours: calendar goes with measure: silence only",
      "remove the key",
    );
  }
  if (fields.get("tell_apart") !== undefined && metric(measure)?.tellsApart === undefined) {
    report.error(at("tell_apart"), "bad-value", `${measure} tells nothing apart`, "remove the key");
  }
  if (control.burn !== null && control.proof.kind !== "measured") {
    report.error(
      at("proof"),
      "bad-value",
      "a burn rate is measured, and its second window confirms it",
      "write proof: measured",
    );
  }
}

function checkDoubts(control: Draft, fields: Fields, at: At, report: Report): void {
  const { windowMs, everyMs, proof, measure } = control;
  if (control.owner === "") {
    report.warning(fields.at, "no-owner", `nobody answers for ${control.id}`, "add owner");
  }
  if (fields.get("requirement") === undefined) {
    report.warning(
      fields.at,
      "no-requirement",
      `${control.id} does not say what is required`,
      "add requirement, in plain words",
    );
  }
  if (proof.kind === "confidence" && everyMs < windowMs) {
    report.warning(
      at("every"),
      "peeking",
      "windows overlap, so one chance deviation is looked at several times: false alarms are likelier than the confidence says",
      `write every: ${durationText(windowMs)}, as long as window, or proof: { false_alarms: 1 per year }`,
    );
  }
  if (everyMs > windowMs && measure !== "silence" && proof.kind !== "budget") {
    report.warning(
      at("every"),
      "gap",
      "every is longer than window: what happens between two windows is never judged",
      `write every: ${durationText(windowMs)}, as long as window`,
    );
  }
  if (measureRules(measure).needsOutcomes && control.outcomes === null) {
    report.warning(
      fields.at,
      "no-wait",
      `${measure} is judged on the outcomes known when the window closes`,
      "add outcomes: { wait, min_coverage } where they come late",
    );
  }
}
