import { type Dimension, isCallDimension } from "../evidence/labels.ts";
import { catalogue } from "../metrics/catalogue.ts";
import { asSet } from "./as-set.ts";
import type { Good, Proof } from "./control.ts";
import type { Tree } from "./document.ts";
import {
  DURATION_MS_MAX,
  describe,
  openTable,
  optional,
  type Reader,
  readChoice,
  readShare,
  readTexts,
  required,
} from "./fields.ts";
import type { Report } from "./finding.ts";
import type { MeasureRules } from "./measures.ts";
import { suggestion } from "./nearest.ts";
import { NOT_YET } from "./not-yet.ts";
import { readGood } from "./parse-good.ts";
import { frequencyOf } from "./quantity.ts";

/** What is measured; `good` where it is a share of bad answers. */
export interface Measured {
  readonly measure: string;
  readonly good: Good | null;
}

/** The id of a metric of the catalogue, or `{ good: "status = ok and latency <= 1.5s", of: all }`. */
export const readMeasure: Reader<Measured> = (tree, key, report) => {
  if (tree.kind === "table") {
    const fields = openTable(tree, { name: key, keys: ["good", "of"] }, report);
    if (fields === undefined) return undefined;
    optional(fields, "of", readChoice(["all"]), report);
    const why = `what a good answer is, e.g. "status = ok and latency <= 1.5s"`;
    const good = required(fields, { key: "good", why }, readGood, report);
    return good && { measure: BAD_ANSWERS, good };
  }
  const source = tree.kind === "scalar" ? tree.source : "";
  const ids = catalogue.map(({ id }) => id);
  if (source === BAD_ANSWERS) {
    report.error(
      tree.at,
      "missing-key",
      `${source} needs to know what is good`,
      `write measure: { good: "status = ok and latency <= 1.5s", of: all }`,
    );
    return undefined;
  }
  if (ids.includes(source)) return { measure: source, good: null };
  const advice: Readonly<Record<string, string>> = NOT_YET.measures;
  if (Object.hasOwn(advice, source)) {
    report.error(tree.at, "not-yet", `${source} is not supported yet`, `${advice[source]}`);
  } else {
    const near = suggestion(source, ids);
    report.error(tree.at, "bad-value", `no measure ${describe(tree)} in the catalogue`, near);
  }
  return undefined;
};

/** The measure that is written as what is good. */
const BAD_ANSWERS = "bad_answer_rate";

const PLAIN: readonly string[] = [
  ...["system", "model_version", "feature", "role", "control"],
  ...["supplier", "request_model", "operation"],
];

/** The dimensions of `by` or `group_by`; `system` is always among them, and first; segments last. */
export const readDimensions: Reader<readonly Dimension[]> = (tree, key, report) => {
  const names = readTexts(tree, key, report);
  if (names === undefined) return undefined;
  const dimensions = names.filter(isDimension);
  const wrong = names.find((name) => !isDimension(name));
  if (wrong !== undefined) {
    report.error(
      tree.at,
      "bad-value",
      `${key} cannot be ${wrong.slice(0, 64)}`,
      suggestion(wrong, [...PLAIN, "segment.NAME"]),
    );
    return undefined;
  }
  if (new Set(dimensions).size < dimensions.length) {
    report.error(tree.at, "bad-value", `${key} names a dimension twice`, "keep one");
    return undefined;
  }
  const segments = dimensions.filter((dimension) => dimension.startsWith("segment."));
  const plain = PLAIN.filter((name) => name === "system" || names.includes(name));
  return [...plain.filter(isDimension), ...asSet(segments)];
};

function isDimension(name: string): name is Dimension {
  return PLAIN.includes(name) || /^segment\.[^\s.][^\s]{0,99}$/.test(name);
}

/** Whether a measure can be split so; an error where not. */
export function checkDimensions(
  by: readonly Dimension[],
  measure: string,
  rules: MeasureRules,
  at: number,
  report: Report,
): void {
  const wrong = (message: string, fix: string): void =>
    report.error(at, "bad-dimension", `${measure} ${message}`, fix);
  const hasSegment = by.some((dimension) => dimension.startsWith("segment."));
  if (rules.bySystemOnly && by.length > 1) wrong("is measured by system only", "remove by");
  if (rules.byFeature && !by.includes("feature")) {
    wrong("is measured by feature", "add feature to by");
  }
  if (!rules.byFeature && by.includes("feature")) {
    wrong("has no features", "remove feature from by");
  }
  if (rules.byControl && !(by.length === 2 && by.includes("control"))) {
    wrong("is measured by control", "write by: [system, control]");
  }
  if (!rules.byControl && !rules.bySystemOnly && by.includes("control")) {
    wrong("is not measured by control", "remove control from by");
  }
  if (!rules.hasRoles && by.includes("role")) {
    wrong("has no reviewers", "remove role from by");
  }
  const ofCalls = by.find(isCallDimension);
  if (ofCalls !== undefined && !rules.isOfCalls) {
    wrong("is not of calls of hosted models", `remove ${ofCalls} from by`);
  }
  if (rules.bySegment && !hasSegment) {
    wrong("compares segments", "add one to by, e.g. by: [system, segment.region]");
  }
}

/** `measured`, `{ confidence: 95%, correct_for: [feature] }` or `{ false_alarms: 1 per year }`. */
export function parseProof(
  tree: Tree,
  of: { readonly by: readonly Dimension[]; readonly measure: string; readonly rules: MeasureRules },
  report: Report,
): Proof | undefined {
  if (tree.kind === "scalar") {
    if (tree.source === "measured" || tree.source === "point") return { kind: "measured" };
    report.error(
      tree.at,
      "bad-value",
      `proof cannot be ${describe(tree)}`,
      "write measured, { confidence: 95% } or { false_alarms: 1 per year }",
    );
    return undefined;
  }
  const before = report.errors();
  const fields = openTable(
    tree,
    { name: "proof", keys: ["confidence", "false_alarms", "correct_for"] },
    report,
  );
  if (fields === undefined) return undefined;
  if (of.rules.isFact) {
    report.error(tree.at, "bad-value", `${of.measure} is a fact`, "write proof: measured");
  } else if (!of.rules.hasBounds) {
    report.error(tree.at, "no-bounds", ...withoutBounds(of.measure));
  }
  const confidence = optional(fields, "confidence", readShare, report);
  const budget = optional(fields, "false_alarms", readBudget(of), report);
  const correctFor = optional(fields, "correct_for", readCorrection(of), report) ?? [];
  if (report.errors() > before) return undefined;
  if (budget !== undefined) {
    if (confidence === undefined) return { kind: "budget", ...budget, correctFor };
    report.error(
      tree.at,
      "two-proofs",
      "proof has either a confidence or false_alarms",
      "remove one of them",
    );
    return undefined;
  }
  if (confidence === undefined) {
    report.error(
      tree.at,
      "missing-key",
      "proof needs a confidence or a budget",
      "write { confidence: 95% } or { false_alarms: 1 per year }",
    );
    return undefined;
  }
  if (confidence < 0.5 || confidence > 0.999999) {
    report.error(
      tree.at,
      "bad-value",
      `confidence lies between 50% and 99.9999%, and is ${confidence * 100}%`,
      "write one such as 95%",
    );
    return undefined;
  }
  return { kind: "confidence", confidence, correctFor };
}

/** Why a measure cannot be proven, and what to write instead. */
export function withoutBounds(measure: string): readonly [reason: string, fix: string] {
  const instead =
    measure === "r_squared" ? "mae, rmse or bias" : "psi, kolmogorov_smirnov or total_variation";
  return [
    `${measure} has no bounds, so no confidence can be proven`,
    `write proof: measured to judge by the value alone, or measure ${instead}`,
  ];
}

/** `1 per year`, of a measure whose evidence adds up over windows. */
function readBudget(of: {
  readonly measure: string;
  readonly rules: MeasureRules;
}): Reader<{ readonly alarms: number; readonly perMs: number }> {
  return (tree, key, report) => {
    const { measure, rules } = of;
    // A fact, and what has no bounds, was refused already.
    if (rules.budget === null && rules.hasBounds && !rules.isFact) {
      report.error(
        tree.at,
        "no-budget",
        `${measure} has no false-alarm budget`,
        "write proof: { confidence: 95% }, or measure psi or a rate such as error_rate or override_rate",
      );
      return undefined;
    }
    const found = tree.kind === "scalar" ? frequencyOf(tree.source) : null;
    if (found !== null && found.perMs <= DURATION_MS_MAX)
      return { alarms: found.count, perMs: found.perMs };
    report.error(
      tree.at,
      "bad-value",
      `${key} is a number in a time, not ${describe(tree)}`,
      "write it such as 1 per year, 2 per quarter or 1 per 90d",
    );
    return undefined;
  };
}

/** Dimensions of `by`; `segment` stands for all of its segments. */
function readCorrection(of: {
  readonly by: readonly Dimension[];
  readonly measure: string;
  readonly rules: MeasureRules;
}): Reader<readonly Dimension[]> {
  return (tree, key, report) => {
    const names = readTexts(tree, key, report);
    if (names === undefined) return undefined;
    const segments = of.by.filter((dimension) => dimension.startsWith("segment."));
    const found = names.flatMap((name): readonly Dimension[] => {
      if (name === "segment" && segments.length > 0) return segments;
      const dimension = of.by.find((candidate) => candidate === name);
      if (dimension !== undefined) return [dimension];
      const known = segments.length > 0 ? [...of.by, "segment"] : of.by;
      report.error(
        tree.at,
        "bad-value",
        `${key} names ${name.slice(0, 64)}, which is not in by`,
        suggestion(name, known),
      );
      return [];
    });
    const across = found.find((dimension) => !dimension.startsWith("segment."));
    if (of.rules.bySegment && across !== undefined) {
      // Segments of two versions are not compared with each other, so they are no family.
      report.error(
        tree.at,
        "bad-value",
        `${of.measure} compares segments within a ${across}, so ${across} is no family`,
        `write ${key}: [segment]`,
      );
    }
    return of.by.filter((dimension) => found.includes(dimension));
  };
}
