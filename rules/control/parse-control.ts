import type { Dimension } from "../evidence/labels.ts";
import { metric } from "../metrics/catalogue.ts";
import { SEVERITIES } from "../nonconformity/severity.ts";
import { alarms, type Burning, readBurning } from "./burning.ts";
import { checkControl } from "./check.ts";
import type { Control, Limit } from "./control.ts";
import type { Tree } from "./document.ts";
import type { Draft } from "./draft.ts";
import {
  type Fields,
  openTable,
  optional,
  readChoice,
  readDuration,
  readText,
  readTexts,
  required,
} from "./fields.ts";
import type { Report } from "./finding.ts";
import { type MeasureRules, measureRules } from "./measures.ts";
import { NOT_YET } from "./not-yet.ts";
import { type Defaults, readAppliesTo, readNoData, STATUSES } from "./parse-defaults.ts";
import { parseLimit, parseRecover, readSpan, readWritten } from "./parse-limit.ts";
import {
  checkDimensions,
  type Measured,
  parseProof,
  readDimensions,
  readMeasure,
  withoutBounds,
} from "./parse-measure.ts";
import { readThen } from "./parse-then.ts";
import {
  readBaseline,
  readClauses,
  readId,
  readLabel,
  readMaxInstances,
  readMinSample,
  readOutcomes,
  readTellApart,
} from "./parts.ts";
import { UNWRITTEN, type Written } from "./risk-tiers.ts";
import { byTier, scopeOf } from "./tier-terms.ts";

const KEYS = [
  "id",
  "title",
  "requirement",
  "clauses",
  "owner",
  "applies_to",
  "severity",
  "status",
  "measure",
  "check",
  "within",
  "by",
  "favourable",
  "positive",
  "baseline",
  "window",
  "every",
  "data_delay",
  "min_sample",
  "outcomes",
  "limit",
  "warn",
  "proof",
  "for",
  "recover",
  "no_data",
  "unknown",
  "active_hours",
  "tell_apart",
  "group_by",
  "max_instances",
  "then",
  "blind_spots",
  "runbook",
  "expect",
];

/** The shortest window: evidence is kept by the second at best. */
const WINDOW_MS_MIN = 1000;
/** How often silence is looked at, where the control does not say. */
const SILENCE_EVERY_MS = 60_000;
/** How often records and the inventory are, which change by hand. */
const STATE_EVERY_MS = 300_000;

/**
 * Reads one control and fills in its defaults; none where it has an error. An objective with burn rates
 * is one control for each of its alarms.
 */
export function parseControl(tree: Tree, defaults: Defaults, report: Report): readonly Draft[] {
  const before = report.errors();
  const fields = openTable(
    tree,
    { name: "a control", keys: KEYS, notYet: NOT_YET.control },
    report,
  );
  if (fields === undefined) return [];
  const id = required(fields, { key: "id", why: "a name that never changes" }, readId, report);
  const measured = required(
    fields,
    { key: "measure", why: "what is measured, e.g. error_rate" },
    readMeasure,
    report,
  );
  if (id === undefined || measured === undefined) return [];
  const burning = readBurning(fields, id, report);
  if (burning === undefined) return [];
  const draft = complete(fields, { id, ...measured, defaults, burning }, report);
  if (draft === null) return [];
  const drafts = burning.length === 0 ? [draft] : alarms(draft, burning);
  for (const each of drafts.slice(0, 1)) checkControl(each, fields, report);
  return report.errors() > before ? [] : drafts;
}

function complete(
  fields: Fields,
  of: Measured & {
    readonly id: string;
    readonly defaults: Defaults;
    readonly burning: readonly Burning[];
  },
  report: Report,
): Draft | null {
  const { id, measure, good, defaults, burning } = of;
  const rules = measureRules(measure);
  const isBurning = burning.length > 0;
  const by = optional(fields, "by", readDimensions, report) ?? rules.by;
  checkDimensions(by, measure, rules, fields.get("by")?.at ?? fields.at, report);
  const { windowMs, everyMs } = readTimes(fields, { measure, rules, isBurning }, report);
  const minSample = optional(fields, "min_sample", readMinSample, report);
  const within = optional(fields, "within", readWritten(readDuration(WINDOW_MS_MIN)), report);
  const limit = isBurning ? { general: {}, tiers: {} } : readLimits(fields, measure, report);
  const warnTree = fields.get("warn");
  const warn = warnTree ? parseLimit(warnTree, "warn", measure, report) : UNWRITTEN;
  const recoverTree = fields.get("recover");
  const recover = recoverTree
    ? parseRecover(recoverTree, measure, report)
    : { limit: UNWRITTEN, for: { windows: 1 } };
  const applies = optional(fields, "applies_to", readAppliesTo, report) ?? {};
  const appliesTo = { ...defaults.appliesTo, ...applies };
  const proof = readProof(fields, { measure, rules, by, isBurning }, report);
  const actions = optional(fields, "then", readThen, report);
  const title = optional(fields, "title", readText, report) ?? inWords(id);
  optional(fields, "expect", readChoice(["inventory"]), report);
  optional(fields, "unknown", readChoice(["inconclusive"]), report);
  if (limit === undefined || warn === undefined || recover === undefined) return null;
  const written = { limit, warn, recover: recover.limit, minSample: minSample ?? UNWRITTEN };
  const scope = scopeOf(
    { ...written, within: within ?? UNWRITTEN, appliesTo },
    (key) => fields.get(key)?.at ?? fields.at,
    report,
  );
  if (scope === null) return null;
  const own = scope.general(limit) ?? {};
  const draft = {
    id,
    set: defaults.set,
    owner: optional(fields, "owner", readText, report) ?? defaults.owner,
    title,
    requirement: optional(fields, "requirement", readText, report) ?? title,
    clauses: optional(fields, "clauses", readClauses, report) ?? {},
    severity: optional(fields, "severity", readChoice(SEVERITIES), report) ?? defaults.severity,
    status: optional(fields, "status", readChoice(STATUSES), report) ?? defaults.status,
    appliesTo: { ...appliesTo, riskTiers: scope.riskTiers },
    measure,
    by,
    favourable: readLabel(fields, report),
    check: optional(fields, "check", readText, report) ?? null,
    withinMs: within === undefined ? null : scope.general(within),
    good,
    burn: null,
    baseline: optional(fields, "baseline", readBaseline, report) ?? null,
    windowMs,
    everyMs,
    dataDelayMs: optional(fields, "data_delay", readDuration(0), report) ?? defaults.dataDelayMs,
    // A burn rate has its minimum in bad answers.
    minSample: minSample?.general ?? (isBurning ? 0 : rules.minSample),
    outcomes: optional(fields, "outcomes", readOutcomes, report) ?? null,
    limit: own,
    warn: warn.general,
    tiers: byTier({ ...written, within: within ?? UNWRITTEN }),
    proof,
    for: optional(fields, "for", readSpan, report) ?? { windows: 0 },
    recover: { limit: recover.limit.general ?? own, for: recover.for },
    noData: optional(fields, "no_data", readNoData, report) ?? defaults.noData,
    groupBy: optional(fields, "group_by", readDimensions, report) ?? by.filter(isLasting),
    maxInstances:
      optional(fields, "max_instances", readMaxInstances, report) ?? defaults.maxInstances,
    raises: actions?.raises ?? "nonconformity",
    suspends: actions?.suspends ?? [],
    activeHours:
      optional(fields, "active_hours", readChoice(["always", "calendar"] as const), report) ??
      "always",
    tellApart:
      optional(fields, "tell_apart", readTellApart(metric(measure)?.tellsApart ?? []), report) ??
      {},
    blindSpots: optional(fields, "blind_spots", readTexts, report) ?? [],
    runbook: optional(fields, "runbook", readText, report) ?? null,
  };
  return isComplete(draft) ? draft : null;
}

/** How much is judged at once, and how often. An objective's alarms say both themselves. */
function readTimes(
  fields: Fields,
  of: { readonly measure: string; readonly rules: MeasureRules; readonly isBurning: boolean },
  report: Report,
): { readonly windowMs: number | undefined; readonly everyMs: number | undefined } {
  if (of.isBurning) return { windowMs: 0, everyMs: 0 };
  const read = readDuration(WINDOW_MS_MIN);
  const every = optional(fields, "every", read, report);
  if (!of.rules.isState) {
    const why = "how much is judged at once, e.g. 24h";
    const windowMs = required(fields, { key: "window", why }, read, report);
    return { windowMs, everyMs: every ?? windowMs };
  }
  const usual = of.measure === "silence" ? SILENCE_EVERY_MS : STATE_EVERY_MS;
  const windowMs = optional(fields, "window", read, report) ?? every ?? usual;
  return { windowMs, everyMs: every ?? windowMs };
}

function readLimits(fields: Fields, measure: string, report: Report): Written<Limit> | undefined {
  const tree = fields.get("limit");
  if (tree !== undefined) return parseLimit(tree, "limit", measure, report);
  report.error(
    fields.at,
    "missing-key",
    "limit is required: it is what was approved",
    "add limit: { max: 2% }, or as it was approved",
  );
  return undefined;
}

function readProof(
  fields: Fields,
  of: {
    readonly measure: string;
    readonly rules: MeasureRules;
    readonly by: readonly Dimension[];
    readonly isBurning: boolean;
  },
  report: Report,
): Control["proof"] | undefined {
  const { measure, rules, by } = of;
  const tree = fields.get("proof");
  if (tree !== undefined) return parseProof(tree, { by, measure, rules }, report);
  if (!rules.hasBounds && !rules.isFact) {
    // The default is a confidence: judging by the value alone has to be said.
    report.error(fields.at, "no-bounds", ...withoutBounds(measure));
  }
  if (!rules.hasBounds || of.isBurning) return { kind: "measured" };
  const correctFor = by.filter(
    (dimension) => dimension.startsWith("segment.") || (rules.byFeature && dimension === "feature"),
  );
  return { kind: "confidence", confidence: 0.95, correctFor };
}

function isComplete(
  draft: {
    readonly [Key in keyof Draft]: Draft[Key] | undefined;
  },
): draft is Draft {
  return Object.values(draft).every((value) => value !== undefined);
}

/** Features and segments come and go together: one record lists them. */
function isLasting(dimension: Dimension): boolean {
  return dimension !== "feature" && !dimension.startsWith("segment.");
}

function inWords(id: string): string {
  return id.replaceAll(/[-_.]/g, " ").replace(/^./, (first) => first.toUpperCase());
}
