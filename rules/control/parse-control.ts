import type { Dimension } from "../evidence/labels.ts";
import { SEVERITIES } from "../nonconformity/severity.ts";
import { checkControl } from "./check.ts";
import type { Control } from "./control.ts";
import type { Tree } from "./document.ts";
import {
  type Fields,
  openTable,
  optional,
  type Reader,
  readChoice,
  readDuration,
  readShare,
  readText,
  readTexts,
  readWhole,
  required,
} from "./fields.ts";
import type { Report } from "./finding.ts";
import { measureRules } from "./measures.ts";
import { NOT_YET } from "./not-yet.ts";
import { type Defaults, NO_DATA, readAppliesTo, STATUSES } from "./parse-defaults.ts";
import { parseLimit, parseRecover, readSpan } from "./parse-limit.ts";
import { checkDimensions, parseProof, readDimensions, readMeasure } from "./parse-measure.ts";

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

/** A parsed control before it has a revision. */
export type Draft = Omit<Control, "revision" | "text">;

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
    baseline: optional(fields, "baseline", readBaseline, report) ?? null,
    windowMs,
    everyMs: every ?? windowMs,
    dataDelayMs: optional(fields, "data_delay", readDuration(0), report) ?? defaults.dataDelayMs,
    minSample: optional(fields, "min_sample", readMinSample, report) ?? rules.minSample,
    outcomes: optional(fields, "outcomes", readOutcomes, report) ?? null,
    limit,
    warn: warn ?? null,
    proof,
    for: optional(fields, "for", readSpan, report) ?? { windows: 0 },
    recover,
    noData: optional(fields, "no_data", readChoice(NO_DATA), report) ?? defaults.noData,
    groupBy: optional(fields, "group_by", readDimensions, report) ?? by.filter(isLasting),
    maxInstances:
      optional(fields, "max_instances", readMaxInstances, report) ?? defaults.maxInstances,
    raises: optional(fields, "then", readThen, report) ?? "nonconformity",
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

const readId: Reader<string> = (tree, key, report) => {
  if (tree.kind === "scalar" && /^[a-z0-9][a-z0-9._-]{0,63}$/.test(tree.source)) return tree.source;
  report.error(tree.at, "bad-value", `${key} is 1 to 64 of a–z, 0–9, dot, dash and underscore`);
  return undefined;
};

const readClauses: Reader<Control["clauses"]> = (tree, key, report) => {
  if (tree.kind !== "table") {
    const example = `{ iso42001: ["9.1", A.6.2.6] }`;
    report.error(tree.at, "bad-value", `${key} lists clauses by framework, e.g. ${example}`);
    return undefined;
  }
  const clauses = tree.entries.map(({ key: name, value }) => [
    name,
    readTexts(value, `${key}.${name}`, report) ?? [],
  ]);
  return Object.fromEntries(clauses);
};

/** The label that is counted: `favourable` for selection, `positive` for the confusion matrix. */
function readLabel(fields: Fields, report: Report): string | null {
  const [favourable, positive] = [fields.get("favourable"), fields.get("positive")];
  const tree = favourable ?? positive;
  if (tree === undefined) return null;
  const key = favourable === undefined ? "positive" : "favourable";
  if (favourable !== undefined && positive !== undefined) {
    report.error(positive.at, "bad-value", "favourable and positive name the same label: keep one");
  }
  const table = openTable(tree, { name: key, keys: ["label"] }, report);
  if (table === undefined) return null;
  return required(table, { key: "label", why: `which label is ${key}` }, readText, report) ?? null;
}

const readBaseline: Reader<"approved"> = (tree, key, report) => {
  if (tree.kind === "table") {
    report.error(tree.at, "not-yet", `this ${key} is not supported yet: ${NOT_YET.baseline}`);
    return undefined;
  }
  return readChoice(["approved"])(tree, key, report);
};

const readMinSample: Reader<number> = (tree, key, report) => {
  if (tree.kind === "table") {
    report.error(tree.at, "not-yet", `this ${key} is not supported yet: ${NOT_YET.minSample}`);
    return undefined;
  }
  return readWhole(0, 1_000_000_000)(tree, key, report);
};

const readMaxInstances: Reader<number> = readWhole(1, 10_000);

const readOutcomes: Reader<NonNullable<Control["outcomes"]>> = (tree, key, report) => {
  const fields = openTable(
    tree,
    { name: key, keys: ["wait", "min_coverage"], notYet: NOT_YET.outcomes },
    report,
  );
  if (fields === undefined) return undefined;
  return {
    waitMs: optional(fields, "wait", readDuration(0), report) ?? 0,
    minCoverage: optional(fields, "min_coverage", readShare, report) ?? 0,
  };
};

/** `[{ raise: nonconformity }]`: exactly one raise. */
const readThen: Reader<Control["raises"]> = (tree, key, report) => {
  const items = tree.kind === "list" ? tree.items : [tree];
  const raises = items.flatMap((item) => {
    const fields = openTable(item, { name: key, keys: ["raise"], notYet: NOT_YET.action }, report);
    const raise =
      fields &&
      optional(
        fields,
        "raise",
        readChoice(["nonconformity", "candidate", "observation"] as const),
        report,
      );
    return raise === undefined ? [] : [raise];
  });
  if (raises.length === 1) return raises[0];
  const message = `${key} has one raise: nonconformity, candidate or observation`;
  report.error(tree.at, "bad-value", message);
  return undefined;
};
