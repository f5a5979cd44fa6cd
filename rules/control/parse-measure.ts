import type { Dimension } from "../evidence/labels.ts";
import { catalogue } from "../metrics/catalogue.ts";
import type { Proof } from "./control.ts";
import type { Tree } from "./document.ts";
import {
  DURATION_MS_MAX,
  describe,
  openTable,
  optional,
  type Reader,
  readShare,
  readTexts,
} from "./fields.ts";
import type { Report } from "./finding.ts";
import type { MeasureRules } from "./measures.ts";
import { suggestion } from "./nearest.ts";
import { NOT_YET } from "./not-yet.ts";
import { frequencyOf } from "./quantity.ts";

/** The id of a metric of the catalogue. */
export const readMeasure: Reader<string> = (tree, key, report) => {
  if (tree.kind !== "scalar") {
    report.error(tree.at, "not-yet", `a composed ${key} is not supported yet: ${NOT_YET.measure}`);
    return undefined;
  }
  const ids = catalogue.map(({ id }) => id);
  if (ids.includes(tree.source)) return tree.source;
  const advice: Readonly<Record<string, string>> = NOT_YET.measures;
  if (Object.hasOwn(advice, tree.source)) {
    const message = `${tree.source} is not supported yet: ${advice[tree.source]}`;
    report.error(tree.at, "not-yet", message);
  } else {
    const near = suggestion(tree.source, ids) || `; known: ${ids.join(", ")}`;
    report.error(tree.at, "bad-value", `no measure ${describe(tree)} in the catalogue${near}`);
  }
  return undefined;
};

const PLAIN: readonly string[] = ["system", "model_version", "feature", "role", "control"];

/** The dimensions of `by` or `group_by`; `system` is always among them, and first. */
export const readDimensions: Reader<readonly Dimension[]> = (tree, key, report) => {
  const names = readTexts(tree, key, report);
  if (names === undefined) return undefined;
  const dimensions = names.filter(isDimension);
  const wrong = names.find((name) => !isDimension(name));
  if (wrong !== undefined) {
    const message = `${key} cannot be ${wrong}${suggestion(wrong, [...PLAIN, "segment.NAME"])}`;
    report.error(tree.at, "bad-value", message);
    return undefined;
  }
  if (new Set(dimensions).size < dimensions.length) {
    report.error(tree.at, "bad-value", `${key} names a dimension twice`);
    return undefined;
  }
  return ["system", ...dimensions.filter((dimension) => dimension !== "system")];
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
  const wrong = (message: string): void => report.error(at, "bad-dimension", message);
  const hasSegment = by.some((dimension) => dimension.startsWith("segment."));
  if (rules.bySystemOnly && by.length > 1) wrong(`${measure} is measured by system only`);
  if (rules.byFeature && !by.includes("feature")) {
    wrong(`${measure} is measured by feature: add feature to by`);
  }
  if (!rules.byFeature && by.includes("feature")) {
    wrong(`${measure} has no features: remove feature from by`);
  }
  if (rules.byControl && !(by.length === 2 && by.includes("control"))) {
    wrong(`${measure} is measured by control: write by: [system, control]`);
  }
  if (!rules.byControl && by.includes("control")) {
    wrong(`${measure} is not measured by control: remove control from by`);
  }
  if (!rules.hasRoles && by.includes("role")) {
    wrong(`${measure} has no reviewers: remove role from by`);
  }
  if (rules.bySegment && !hasSegment) {
    wrong(`${measure} compares segments: add one to by, e.g. by: [system, segment.region]`);
  }
}

/** `measured`, `{ confidence: 95%, correct_for: [feature] }` or `{ false_alarms: 1 per year }`. */
export function parseProof(
  tree: Tree,
  of: { readonly by: readonly Dimension[]; readonly measure: string; readonly rules: MeasureRules },
  report: Report,
): Proof | undefined {
  if (tree.kind === "scalar") {
    if (tree.source === "measured") return { kind: "measured" };
    const message = `proof is measured, { confidence: 95% } or { false_alarms: 1 per year }, not ${describe(tree)}`;
    report.error(tree.at, "bad-value", message);
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
    report.error(tree.at, "bad-value", `${of.measure} is a fact: write proof: measured`);
  } else if (!of.rules.hasBounds) {
    report.error(tree.at, "no-bounds", withoutBounds(of.measure));
  }
  const confidence = optional(fields, "confidence", readShare, report);
  const budget = optional(fields, "false_alarms", readBudget(of), report);
  const correctFor = optional(fields, "correct_for", readCorrection(of), report) ?? [];
  if (report.errors() > before) return undefined;
  if (budget !== undefined) {
    if (confidence === undefined) return { kind: "budget", ...budget, correctFor };
    const message = "proof has either a confidence or false_alarms: remove one of them";
    report.error(tree.at, "two-proofs", message);
    return undefined;
  }
  if (confidence === undefined) {
    const message =
      "proof needs a confidence or a budget, e.g. { confidence: 95% } or { false_alarms: 1 per year }";
    report.error(tree.at, "missing-key", message);
    return undefined;
  }
  if (confidence < 0.5 || confidence > 0.999999) {
    report.error(tree.at, "bad-value", "confidence lies between 50% and 99.9999%");
    return undefined;
  }
  return { kind: "confidence", confidence, correctFor };
}

/** Why a measure cannot be proven, and what to write instead. */
export function withoutBounds(measure: string): string {
  const instead =
    measure === "r_squared" ? "mae, rmse or bias" : "psi, kolmogorov_smirnov or total_variation";
  return `${measure} has no bounds, so no confidence can be proven: write proof: measured to judge by the value alone, or measure ${instead}`;
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
      const message = `${measure} has no false-alarm budget: write proof: { confidence: 95% }, or measure psi or a rate such as error_rate or override_rate`;
      report.error(tree.at, "no-budget", message);
      return undefined;
    }
    const found = tree.kind === "scalar" ? frequencyOf(tree.source) : null;
    if (found !== null && found.perMs <= DURATION_MS_MAX)
      return { alarms: found.count, perMs: found.perMs };
    const message = `${key} is a number in a time such as 1 per year, 2 per quarter or 1 per 90d, not ${describe(tree)}`;
    report.error(tree.at, "bad-value", message);
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
      const message = `${key} names ${name}, which is not in by${suggestion(name, known)}`;
      report.error(tree.at, "bad-value", message);
      return [];
    });
    const across = found.find((dimension) => !dimension.startsWith("segment."));
    if (of.rules.bySegment && across !== undefined) {
      // Segments of two versions are not compared with each other, so they are no family.
      const message = `${of.measure} compares segments within a ${across}: ${key} can only name segment`;
      report.error(tree.at, "bad-value", message);
    }
    return found;
  };
}
