import type { FeatureBaseline } from "../profile/baseline.ts";
import { compareCells } from "./compare-cells.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Measurement } from "./measurement.ts";
import type { Metric } from "./metric.ts";
import { belowMinimum } from "./proportion.ts";

/**
 * Whether each feature has one value only in the window, where the baseline has several: 1 or 0. A
 * sensor that froze, a join that finds one row, a default that took over.
 *
 * A fact about the window, so there are no bounds. Insufficient where the evidence cannot tell one
 * value from several in one cell, and where so many values could all be equal by chance: the
 * largest cell's share of the baseline, to the power of the values less one, is above the risk.
 */
export const constant: Metric = {
  id: "constant",
  title: "One value only",
  unit: "1",
  display: "number",
  worse: "higher",
  evidence: "cells",
  certainty: "fact",
  measure: (family, context) =>
    family.map((group): Measurement => {
      const compared = compareCells(group, context);
      if (compared.kind !== "compared") return compared;
      const { feature, cells, m, n, name } = compared;
      if (m < context.minSample) return belowMinimum(m, "values", context.minSample);
      const { min, max, infinite } = evidenceOf(group, "cells");
      const filled = cells.current.filter((count) => count > 0).length;
      const isBaselineConstant = cells.baseline.filter((count) => count > 0).length <= 1;
      const cell = cells.current.findIndex((count) => count > 0);
      const isOne =
        filled > 1
          ? false
          : min !== null && max !== null
            ? min === max && infinite === 0
            : isSingleValue(feature, cell)
              ? true
              : null;
      if (isOne === null) {
        const reason = `all ${m} values of ${name} are in one cell, and the evidence cannot tell whether they are equal`;
        return { kind: "insufficient", n: m, reason };
      }
      const share = Math.max(...cells.baseline) / n;
      const chance = isOne ? share ** (m - 1) : 0;
      const isFound = isOne && !isBaselineConstant;
      if (isFound && chance > 1 - context.confidence) {
        const reason = `${m} equal values of ${name} are no surprise: ${percent(share)} of the baseline share a cell`;
        return { kind: "insufficient", n: m, reason };
      }
      const value = isFound ? 1 : 0;
      const detail = { ...(isOne ? { only: min ?? cellName(feature, cell) } : {}), chance };
      return { kind: "measured", value, lower: value, upper: value, n: m, detail };
    }),
  source: "all values equal; P ≤ s^(m−1) for the largest share s",
};

/** Whether a cell can hold no two different values: a category, or an atom with its edge next below. */
export function isSingleValue(feature: FeatureBaseline, cell: number): boolean {
  if (feature.kind === "categorical") return cell < feature.categories.length;
  if (feature.kind === "sums") return false;
  const [over, upTo] = [feature.edges[cell - 1], feature.edges[cell]];
  if (over === undefined || upTo === undefined) return false;
  const middle = over / 2 + upTo / 2;
  return middle <= over || middle >= upTo;
}

/** What a cell holds, in words: its value, or its range. */
export function cellName(feature: FeatureBaseline, cell: number): string {
  if (feature.kind === "categorical") return feature.categories[cell] ?? "any other value";
  if (feature.kind === "sums") return "a component";
  const [over, upTo] = [feature.edges[cell - 1], feature.edges[cell]];
  if (upTo === undefined) return `over ${over}`;
  if (isSingleValue(feature, cell)) return String(upTo);
  return over === undefined ? `up to ${upTo}` : `over ${over}, up to ${upTo}`;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))} %`;
}
