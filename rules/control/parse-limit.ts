import { metric } from "../metrics/catalogue.ts";
import type { Limit, Span } from "./control.ts";
import type { Tree } from "./document.ts";
import { describe, numberOf, openTable, optional, type Reader, readChoice } from "./fields.ts";
import type { Report } from "./finding.ts";
import { NOT_YET } from "./not-yet.ts";
import { durationMs, spanOf } from "./quantity.ts";

/** `{ max: 0.2 }`, or `{ max_ratio: 1.5, of: baseline }`. */
export function parseLimit(
  tree: Tree,
  key: string,
  measure: string,
  report: Report,
): Limit | undefined {
  const before = report.errors();
  const fields = openTable(
    tree,
    { name: key, keys: ["max", "min", "max_ratio", "min_ratio", "of"], notYet: NOT_YET.limit },
    report,
  );
  if (fields === undefined) return undefined;
  const value = readValue(measure);
  const limit = bounds({
    max: optional(fields, "max", value, report),
    min: optional(fields, "min", value, report),
    maxRatio: optional(fields, "max_ratio", readRatio, report),
    minRatio: optional(fields, "min_ratio", readRatio, report),
  });
  const of = optional(fields, "of", readChoice(["baseline"]), report);
  if (report.errors() > before) return undefined;
  const isRatio = limit.maxRatio !== undefined || limit.minRatio !== undefined;
  if (isRatio && of === undefined) {
    report.error(tree.at, "missing-key", `a ratio says of what: write of: baseline in ${key}`);
    return undefined;
  }
  if (!isRatio && of !== undefined) {
    report.error(tree.at, "bad-value", `of: baseline goes with max_ratio or min_ratio in ${key}`);
    return undefined;
  }
  if (Object.keys(limit).length === 0) {
    report.error(tree.at, "missing-key", `${key} needs max, min, max_ratio or min_ratio`);
    return undefined;
  }
  return limit;
}

/** `{ below: 0.1, for: 2 windows }`. The limit is the control's own where it gives none. */
export function parseRecover(
  tree: Tree,
  measure: string,
  own: Limit,
  report: Report,
): { readonly limit: Limit; readonly for: Span } | undefined {
  const before = report.errors();
  const fields = openTable(
    tree,
    { name: "recover", keys: ["below", "above", "below_ratio", "above_ratio", "for"] },
    report,
  );
  if (fields === undefined) return undefined;
  const value = readValue(measure);
  const limit = bounds({
    max: optional(fields, "below", value, report),
    min: optional(fields, "above", value, report),
    maxRatio: optional(fields, "below_ratio", readRatio, report),
    minRatio: optional(fields, "above_ratio", readRatio, report),
  });
  const span = optional(fields, "for", readSpan, report) ?? { windows: 1 };
  if (report.errors() > before) return undefined;
  return { limit: Object.keys(limit).length === 0 ? own : limit, for: span };
}

/** `2 windows`, `24h`. */
export const readSpan: Reader<Span> = (tree, key, report) => {
  const span = tree.kind === "scalar" ? spanOf(tree.source) : null;
  if (span !== null) return span;
  const message = `${key} is a span such as 2 windows or 24h, not ${describe(tree)}`;
  report.error(tree.at, "bad-value", message);
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
      const message = `${key} is a time such as 1.5s, 250ms or 15m, not ${describe(tree)}`;
      report.error(tree.at, "bad-value", message);
      return undefined;
    }
    const value = numberOf(tree);
    const lowest = isSigned ? (display === "number" ? -Infinity : -1) : 0;
    if (value !== null && value >= lowest && (display === "number" || value <= 1)) return value;
    const form = display === "percent" ? "a share such as 92% or 0.92" : "a number such as 0.2";
    report.error(tree.at, "bad-value", `${key} is ${form}, not ${describe(tree)}`);
    return undefined;
  };
}

const readRatio: Reader<number> = (tree, key, report) => {
  const value = numberOf(tree);
  if (value !== null && value > 0) return value;
  const message = `${key} is a factor such as 1.5, not ${describe(tree)}`;
  report.error(tree.at, "bad-value", message);
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
