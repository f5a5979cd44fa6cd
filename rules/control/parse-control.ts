import type { Dimension } from "../evidence/labels.ts";
import { SEVERITIES } from "../nonconformity/severity.ts";
import { checkControl } from "./check.ts";
import type { Control } from "./control.ts";
import type { Tree } from "./document.ts";
import type { Draft } from "./draft.ts";
import {
  openTable,
  optional,
  readChoice,
  readDuration,
  readText,
  readTexts,
  required,
} from "./fields.ts";
import type { Report } from "./finding.ts";
import { measureRules } from "./measures.ts";
import { NOT_YET } from "./not-yet.ts";
import { type Defaults, NO_DATA, readAppliesTo, STATUSES } from "./parse-defaults.ts";
import { parseLimit, parseRecover, readSpan } from "./parse-limit.ts";
import {
  checkDimensions,
  parseProof,
  readDimensions,
  readMeasure,
  withoutBounds,
} from "./parse-measure.ts";
import {
  readBaseline,
  readClauses,
  readId,
  readLabel,
  readMaxInstances,
  readMinSample,
  readOutcomes,
  readThen,
} from "./parts.ts";

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

/** Reads one control and fills in its defaults; null where it has an error. */
export function parseControl(tree: Tree, defaults: Defaults, report: Report): Draft | null {
  const before = report.errors();
  const fields = openTable(
    tree,
    { name: "a control", keys: KEYS, notYet: NOT_YET.control },
    report,
  );
  if (fields === undefined) return null;
  const id = required(fields, { key: "id", why: "a name that never changes" }, readId, report);
  const measure = required(
    fields,
    { key: "measure", why: "what is measured, e.g. error_rate" },
    readMeasure,
    report,
  );
  if (id === undefined || measure === undefined) return null;

  const rules = measureRules(measure);
  const by = optional(fields, "by", readDimensions, report) ?? rules.by;
  checkDimensions(by, measure, rules, fields.get("by")?.at ?? fields.at, report);
  const silence = rules.bySystemOnly;
  const every = optional(fields, "every", readDuration(WINDOW_MS_MIN), report);
  const windowMs = silence
    ? (optional(fields, "window", readDuration(WINDOW_MS_MIN), report) ?? every ?? SILENCE_EVERY_MS)
    : required(
        fields,
        { key: "window", why: "how much is judged at once, e.g. 24h" },
        readDuration(WINDOW_MS_MIN),
        report,
      );
  const limitTree = fields.get("limit");
  if (limitTree === undefined) {
    report.error(
      fields.at,
      "missing-key",
      "limit is required: what was approved, e.g. { max: 2% }",
    );
  }
  const limit = limitTree && parseLimit(limitTree, "limit", measure, report);
  const warnTree = fields.get("warn");
  const warn = warnTree && parseLimit(warnTree, "warn", measure, report);
  const proofTree = fields.get("proof");
  if (proofTree === undefined && !rules.hasBounds && !rules.isFact) {
    // The default is a confidence: judging by the value alone has to be said.
    report.error(fields.at, "no-bounds", withoutBounds(measure));
  }
  const proof = proofTree
    ? parseProof(proofTree, { by, measure, rules }, report)
    : defaultProof(rules.hasBounds, by, rules.byFeature);
  const recoverTree = fields.get("recover");
  const recover =
    limit &&
    (recoverTree === undefined
      ? { limit, for: { windows: 1 } }
      : parseRecover(recoverTree, measure, limit, report));
  const applies = optional(fields, "applies_to", readAppliesTo, report) ?? {};
  const title = optional(fields, "title", readText, report) ?? inWords(id);
  const draft = {
    id,
    set: defaults.set,
    owner: optional(fields, "owner", readText, report) ?? defaults.owner,
    title,
    requirement: optional(fields, "requirement", readText, report) ?? title,
    clauses: optional(fields, "clauses", readClauses, report) ?? {},
    severity: optional(fields, "severity", readChoice(SEVERITIES), report) ?? defaults.severity,
    status: optional(fields, "status", readChoice(STATUSES), report) ?? defaults.status,
    appliesTo: { ...defaults.appliesTo, ...applies },
    measure,
    by,
    favourable: readLabel(fields, report),
    check: null,
    withinMs: null,
    good: null,
    burn: null,
    baseline: optional(fields, "baseline", readBaseline, report) ?? null,
    windowMs,
    everyMs: every ?? windowMs,
    dataDelayMs: optional(fields, "data_delay", readDuration(0), report) ?? defaults.dataDelayMs,
    minSample: optional(fields, "min_sample", readMinSample, report) ?? rules.minSample,
    outcomes: optional(fields, "outcomes", readOutcomes, report) ?? null,
    limit,
    warn: warn ?? null,
    tiers: {},
    proof,
    for: optional(fields, "for", readSpan, report) ?? { windows: 0 },
    recover,
    noData: optional(fields, "no_data", readChoice(NO_DATA), report) ?? defaults.noData,
    groupBy: optional(fields, "group_by", readDimensions, report) ?? by.filter(isLasting),
    maxInstances:
      optional(fields, "max_instances", readMaxInstances, report) ?? defaults.maxInstances,
    raises: optional(fields, "then", readThen, report) ?? "nonconformity",
    suspends: [],
    activeHours: "always" as const,
    tellApart: {},
    blindSpots: optional(fields, "blind_spots", readTexts, report) ?? [],
    runbook: optional(fields, "runbook", readText, report) ?? null,
  };
  optional(fields, "expect", readChoice(["inventory"]), report);
  if (!isComplete(draft)) return null;
  checkControl(draft, fields, report);
  return report.errors() > before ? null : draft;
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

function defaultProof(
  hasBounds: boolean,
  by: readonly Dimension[],
  byFeature: boolean,
): Control["proof"] {
  if (!hasBounds) return { kind: "measured" };
  const correctFor = by.filter(
    (dimension) => dimension.startsWith("segment.") || (byFeature && dimension === "feature"),
  );
  return { kind: "confidence", confidence: 0.95, correctFor };
}

function inWords(id: string): string {
  return id.replaceAll(/[-_.]/g, " ").replace(/^./, (first) => first.toUpperCase());
}
