import { windowsNeeded } from "../evaluation/advance.ts";
import { SEVERITIES } from "../nonconformity/severity.ts";
import type { Control, Limit, NameList, Proof, RiskTier } from "./control.ts";
import { forTier } from "./for-tier.ts";

/**
 * What a revision of a control demands less than the one before, as names of the control file; empty
 * where it demands as much or more. Pure, and over every field.
 *
 * Less is: a looser limit (of any risk tier), a longer wait until it fires or is looked at, an easier
 * recovery, a proof that a pass needs less for or an alarm more, a narrower scope, a lower severity,
 * disposition or status. What cannot be compared (another measure, other names) counts as less: nobody
 * has shown that it demands as much. What is told, and to whom, demands nothing.
 */
export function weakening(before: Control, after: Control): readonly string[] {
  return Object.values(FIELDS).flatMap((field) =>
    field?.isWeaker(before, after) ? [field.name] : [],
  );
}

interface Field {
  readonly name: string;
  readonly isWeaker: (before: Control, after: Control) => boolean;
}

/** Every field of a control; null: it demands nothing of the system. */
const FIELDS: Readonly<Record<keyof Control, Field | null>> = {
  id: null,
  set: null,
  owner: null,
  title: null,
  requirement: null,
  clauses: null,
  severity: field(
    "severity",
    (b, a) => rank(SEVERITIES, a.severity) < rank(SEVERITIES, b.severity),
  ),
  status: field("status", (b, a) => rank(STATUSES, a.status) < rank(STATUSES, b.status)),
  appliesTo: field("applies_to", (b, a) => {
    const [was, is] = [b.appliesTo, a.appliesTo];
    return (
      isNarrower(was.systems, is.systems) ||
      isNarrower(was.environments, is.environments) ||
      isNarrower(was.riskTiers, is.riskTiers)
    );
  }),
  measure: field("measure", (b, a) => b.measure !== a.measure),
  by: field("by", (b, a) => b.by.some((dimension) => !a.by.includes(dimension))),
  favourable: field("favourable", (b, a) => b.favourable !== a.favourable),
  check: field("check", (b, a) => b.check !== a.check),
  withinMs: field("within", (b, a) =>
    anyTier(b, a, (was, is) => (is.withinMs ?? 0) > (was.withinMs ?? 0)),
  ),
  good: field("good", (b, a) => {
    if (b.good === null) return false;
    if (a.good === null) return true;
    const [was, is] = [b.good.latencyMax ?? Infinity, a.good.latencyMax ?? Infinity];
    return is > was || (b.good.status !== null && a.good.status === null);
  }),
  burn: field("burn", (b, a) => {
    const [was, is] = [b.burn, a.burn];
    if (was === null) return false;
    if (is === null) return true;
    return (
      is.objective < was.objective ||
      is.spend > was.spend ||
      is.overMs !== was.overMs ||
      is.confirmMs > was.confirmMs ||
      is.badEventsMin > was.badEventsMin
    );
  }),
  baseline: field("baseline", (b, a) => b.baseline !== null && a.baseline === null),
  windowMs: field("window", (b, a) => a.windowMs > b.windowMs),
  everyMs: field("every", (b, a) => a.everyMs > b.everyMs),
  dataDelayMs: field("data_delay", (b, a) => a.dataDelayMs > b.dataDelayMs),
  minSample: field("min_sample", (b, a) =>
    anyTier(b, a, (was, is) => is.minSample > was.minSample),
  ),
  outcomes: field("outcomes", (b, a) => {
    const [was, is] = [b.outcomes, a.outcomes];
    if (was === null) return is !== null && is.waitMs > 0;
    if (is === null) return was.minCoverage > 0 || was.waitMs > 0 || was.late !== "ignore";
    return (
      is.waitMs > was.waitMs ||
      is.minCoverage < was.minCoverage ||
      (was.late === "restate_window" && is.late === "ignore")
    );
  }),
  limit: field("limit", (b, a) => anyTier(b, a, (was, is) => isLooser(was.limit, is.limit))),
  // A warning raises nothing.
  warn: null,
  // Compared where the terms of each tier are: limit, min_sample, within, recover.
  tiers: null,
  proof: field("proof", (b, a) => isLessProof(b.proof, a.proof)),
  for: field("for", (b, a) => windowsNeeded(a.for, a) > windowsNeeded(b.for, b)),
  recover: field("recover", (b, a) =>
    anyTier(
      b,
      a,
      (was, is) =>
        isLooser(was.recover.limit, is.recover.limit) ||
        windowsNeeded(is.recover.for, is) < windowsNeeded(was.recover.for, was),
    ),
  ),
  noData: field("no_data", (b, a) => b.noData === "breach" && a.noData === "hold"),
  groupBy: null,
  maxInstances: null,
  raises: field("then", (b, a) => rank(RAISES, a.raises) < rank(RAISES, b.raises)),
  suspends: field("then", (b, a) =>
    TIERS.some((tier) => suspension(a, tier) < suspension(b, tier)),
  ),
  activeHours: field(
    "active_hours",
    (b, a) => b.activeHours === "always" && a.activeHours === "calendar",
  ),
  tellApart: null,
  blindSpots: null,
  runbook: null,
  revision: null,
  text: null,
};

function field(name: string, isWeaker: Field["isWeaker"]): Field {
  return { name, isWeaker };
}

const STATUSES: readonly Control["status"][] = ["retired", "draft", "shadow", "enforce"];
const RAISES: readonly Control["raises"][] = ["observation", "candidate", "nonconformity"];
const TIERS: readonly (RiskTier | null)[] = [null, "high", "limited", "minimal"];

function rank<T>(order: readonly T[], value: T): number {
  return order.indexOf(value);
}

function anyTier(b: Control, a: Control, isWeaker: Field["isWeaker"]): boolean {
  return TIERS.some((tier) => isWeaker(forTier(b, tier), forTier(a, tier)));
}

/** Nothing listed is everything. */
function isNarrower(before: readonly string[], after: readonly string[]): boolean {
  if (after.length === 0) return false;
  return before.length === 0 || before.some((each) => !after.includes(each));
}

function isLooser(before: Limit, after: Limit): boolean {
  if (isLooserList(before.oneOf, after.oneOf)) return true;
  const beyond = (was: number | undefined, is: number | undefined): boolean =>
    was !== undefined && (is === undefined || is > was);
  const below = (was: number | undefined, is: number | undefined): boolean =>
    was !== undefined && (is === undefined || is < was);
  return (
    beyond(before.max, after.max) ||
    below(before.min, after.min) ||
    beyond(before.maxRatio, after.maxRatio) ||
    below(before.minRatio, after.minRatio)
  );
}

function isLooserList(before: NameList | undefined, after: NameList | undefined): boolean {
  if (before === undefined) return false;
  if (after === undefined || after.from !== before.from) return true;
  if (before.from === "names" && after.from === "names") {
    return after.names.some((name) => !before.names.includes(name));
  }
  return before.from === "inventory" && after.from === "inventory" && before.list !== after.list;
}

function isLessProof(before: Proof, after: Proof): boolean {
  if (before.kind === "measured") return false;
  if (after.kind !== before.kind) return true;
  const correctsMore = after.correctFor.some((each) => !before.correctFor.includes(each));
  if (before.kind === "confidence" && after.kind === "confidence") {
    return after.confidence < before.confidence || correctsMore;
  }
  if (before.kind === "budget" && after.kind === "budget") {
    // Fewer false alarms are allowed: it takes more evidence to raise one.
    return after.alarms / after.perMs < before.alarms / before.perMs || correctsMore;
  }
  return false;
}

/** 0: none, 1: proposed, 2: at once. */
function suspension({ suspends }: Control, tier: RiskTier | null): number {
  const ranks = suspends
    .filter(
      ({ riskTiers }) => riskTiers.length === 0 || (tier !== null && riskTiers.includes(tier)),
    )
    .map(({ when }) => (when === "at_once" ? 2 : 1));
  return Math.max(0, ...ranks);
}
