import { metric } from "../metrics/catalogue.ts";
import type { Limit, RiskTier, Span } from "./control.ts";
import type { Tree } from "./document.ts";
import {
  describe,
  type Fields,
  numberOf,
  openTable,
  optional,
  type Reader,
  readChoice,
} from "./fields.ts";
import type { Report } from "./finding.ts";
import { measureRules } from "./measures.ts";
import { NOT_YET } from "./not-yet.ts";
import { readNameList } from "./parse-names.ts";
import { readObjective } from "./parse-objective.ts";
import { durationMs, spanOf } from "./quantity.ts";
import { RISK_TIERS, type Written } from "./risk-tiers.ts";

const BOUNDS = ["max", "min", "max_ratio", "min_ratio", "of", "one_of", "objective"];

/**
 * `{ max: 0.2 }`, `{ max_ratio: 1.5, of: baseline }`, `{ one_of: [a, b] }`, `{ objective: 99.5% }`; and
 * the same by risk tier, alone or beside a general one: `{ max: 0.2, high: { max: 0.1 } }`.
 */
export function parseLimit(
  tree: Tree,
  key: string,
  measure: string,
  report: Report,
): Written<Limit> | undefined {
  const before = report.errors();
  const fields = openTable(
    tree,
    { name: key, keys: [...BOUNDS, ...RISK_TIERS], notYet: NOT_YET.limit },
    report,
  );
  if (fields === undefined) return undefined;
  const tiers = readTiers(fields, (own, tier) => {
    const name = `${key}.${tier}`;
    const ownBefore = report.errors();
    const table = openTable(own, { name, keys: BOUNDS, notYet: NOT_YET.limit }, report);
    if (table === undefined || report.errors() > ownBefore) return undefined;
    return readLimit(table, { key: name, measure, isOptional: false }, report);
  });
  if (report.errors() > before) return undefined;
  const isOptional = Object.keys(tiers).length > 0;
  const general = readLimit(fields, { key, measure, isOptional }, report);
  return report.errors() > before ? undefined : { general: general ?? null, tiers };
}

function readLimit(
  fields: Fields,
  of: { readonly key: string; readonly measure: string; readonly isOptional: boolean },
  report: Report,
): Limit | undefined {
  const { key, measure } = of;
  const before = report.errors();
  const value = readValue(measure);
  const oneOf = optional(fields, "one_of", readNameList, report);
  const objective = optional(fields, "objective", readObjective, report);
  const bounded = bounds({
    max: optional(fields, "max", value, report),
    min: optional(fields, "min", value, report),
    maxRatio: optional(fields, "max_ratio", readRatio, report),
    minRatio: optional(fields, "min_ratio", readRatio, report),
  });
  const ratioOf = optional(fields, "of", readChoice(["baseline"]), report);
  if (report.errors() > before) return undefined;
  const wrong = (code: string, message: string, fix: string): undefined => {
    report.error(fields.at, code, message, fix);
    return undefined;
  };
  const isBounded = Object.keys(bounded).length > 0;
  if (oneOf !== undefined || measureRules(measure).needsList) {
    if (oneOf !== undefined && measureRules(measure).needsList && !isBounded) return { oneOf };
    if (oneOf === undefined && !isBounded && of.isOptional) return undefined;
    return measureRules(measure).needsList
      ? wrong(
          "bad-value",
          `${measure} is a name, not a number`,
          `write ${key}: { one_of: inventory.approved_models }, or a list of names`,
        )
      : wrong(
          "bad-value",
          `${measure} is a number, not a name`,
          `write ${key}: { max: … }, or the bound that was approved`,
        );
  }
  if (objective !== undefined) {
    const { display, worse } = metric(measure) ?? {};
    if (display !== "percent" || worse !== "higher") {
      return wrong(
        "bad-value",
        `an objective is a share of good answers, and ${measure} is none of bad ones`,
        `write measure: { good: "status = ok", of: all }, or measure: error_rate`,
      );
    }
    if (isBounded)
      return wrong("bad-value", `${key} has either an objective or bounds`, "keep one");
    // Twelve digits: 1 − 0.995 is 0.0050000000000000044 in binary.
    return { max: Number((1 - objective).toPrecision(12)) };
  }
  const isRatio = bounded.maxRatio !== undefined || bounded.minRatio !== undefined;
  if (isRatio && ratioOf === undefined) {
    return wrong("missing-key", "a ratio says of what", `write of: baseline in ${key}`);
  }
  if (!isRatio && ratioOf !== undefined) {
    return wrong(
      "bad-value",
      `of: baseline goes with max_ratio or min_ratio in ${key}`,
      "remove of",
    );
  }
  if (isBounded) return bounded;
  return of.isOptional
    ? undefined
    : wrong("missing-key", `${key} says no bound`, "add max, min, max_ratio or min_ratio");
}

/** What a table says under the name of each tier. */
function readTiers<T>(
  fields: Fields,
  read: (tree: Tree, tier: RiskTier) => T | undefined,
): Partial<Record<RiskTier, T>> {
  const tiers: Partial<Record<RiskTier, T>> = {};
  for (const tier of RISK_TIERS) {
    const tree = fields.get(tier);
    const own = tree && read(tree, tier);
    if (own !== undefined) tiers[tier] = own;
  }
  return tiers;
}

const INNER = ["below", "above", "below_ratio", "above_ratio"];

/** `{ below: 0.1, for: 2 windows }`, and bounds by risk tier. Without bounds the limit itself counts. */
export function parseRecover(
  tree: Tree,
  measure: string,
  report: Report,
): { readonly limit: Written<Limit>; readonly for: Span } | undefined {
  const before = report.errors();
  const keys = [...INNER, "for", ...RISK_TIERS];
  const fields = openTable(tree, { name: "recover", keys }, report);
  if (fields === undefined) return undefined;
  const tiers = readTiers(fields, (own, tier) => {
    const table = openTable(own, { name: `recover.${tier}`, keys: INNER }, report);
    return table && readRecovery(table, measure, report);
  });
  const general = readRecovery(fields, measure, report) ?? null;
  const span = optional(fields, "for", readSpan, report) ?? { windows: 1 };
  if (report.errors() > before) return undefined;
  return { limit: { general, tiers }, for: span };
}

function readRecovery(fields: Fields, measure: string, report: Report): Limit | undefined {
  const value = readValue(measure);
  const limit = bounds({
    max: optional(fields, "below", value, report),
    min: optional(fields, "above", value, report),
    maxRatio: optional(fields, "below_ratio", readRatio, report),
    minRatio: optional(fields, "above_ratio", readRatio, report),
  });
  if (Object.keys(limit).length === 0) return undefined;
  if (!measureRules(measure).needsList) return limit;
  report.error(
    fields.at,
    "bad-value",
    `${measure} is a name: an episode ends when all are allowed`,
    "remove the bounds from recover",
  );
  return undefined;
}

/** A value by risk tier: `200`, or `{ high: 500, other: 200 }`. */
export function readWritten<T>(read: Reader<T>): Reader<Written<T>> {
  return (tree, key, report) => {
    if (tree.kind !== "table") {
      const general = read(tree, key, report);
      return general === undefined ? undefined : { general, tiers: {} };
    }
    const before = report.errors();
    const fields = openTable(tree, { name: key, keys: [...RISK_TIERS, "other"] }, report);
    if (fields === undefined) return undefined;
    const tiers = readTiers(fields, (own, tier) => read(own, `${key}.${tier}`, report));
    const general = optional(fields, "other", read, report) ?? null;
    return report.errors() > before ? undefined : { general, tiers };
  };
}

/** `2 windows`, `24h`. */
export const readSpan: Reader<Span> = (tree, key, report) => {
  const span = tree.kind === "scalar" ? spanOf(tree.source) : null;
  if (span !== null) return span;
  report.error(
    tree.at,
    "bad-value",
    `${key} is a span, not ${describe(tree)}`,
    "write it such as 2 windows or 24h",
  );
  return undefined;
};

/** A number in the measure's own unit: a share for rates, seconds or a duration for times. */
function readValue(measure: string): Reader<number> {
  const { display, isSigned = false } = metric(measure) ?? { display: "number" };
  return (tree, key, report) => {
    if (display === "seconds") {
      const ms = tree.kind === "scalar" ? durationMs(tree.source) : null;
      const seconds = ms === null ? numberOf(tree) : ms / 1000;
      if (seconds !== null && seconds >= 0) return seconds;
      report.error(
        tree.at,
        "bad-value",
        `${key} is a time, not ${describe(tree)}`,
        "write it such as 1.5s, 250ms or 15m",
      );
      return undefined;
    }
    const value = numberOf(tree);
    const lowest = isSigned ? (display === "number" ? -Infinity : -1) : 0;
    if (value !== null && value >= lowest && (display === "number" || value <= 1)) return value;
    const [form, example] =
      display === "percent" ? ["a share", "92% or 0.92"] : ["a number", "0.2"];
    report.error(
      tree.at,
      "bad-value",
      `${key} is ${form}, not ${describe(tree)}`,
      `write it such as ${example}`,
    );
    return undefined;
  };
}

const readRatio: Reader<number> = (tree, key, report) => {
  const value = numberOf(tree);
  if (value !== null && value > 0) return value;
  report.error(
    tree.at,
    "bad-value",
    `${key} is a factor above 0, not ${describe(tree)}`,
    "write it such as 1.5",
  );
  return undefined;
};

/** Leaves out what is not given: an absent bound and an undefined one are not the same. */
function bounds(of: { [Bound in keyof Omit<Limit, "oneOf">]-?: number | undefined }): Limit {
  return {
    ...(of.max === undefined ? {} : { max: of.max }),
    ...(of.min === undefined ? {} : { min: of.min }),
    ...(of.maxRatio === undefined ? {} : { maxRatio: of.maxRatio }),
    ...(of.minRatio === undefined ? {} : { minRatio: of.minRatio }),
  };
}
