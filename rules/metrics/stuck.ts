import { clopperPearsonBounds } from "../statistics/clopper-pearson.ts";
import { compareCells } from "./compare-cells.ts";
import { cellName, isSingleValue } from "./constant.ts";
import type { Measurement } from "./measurement.ts";
import type { Metric } from "./metric.ts";
import { belowMinimum } from "./proportion.ts";

/**
 * By how much the commonest value of each feature is commoner than any value was in the baseline: the
 * largest share of a cell in the window, less the largest of the baseline, and at least 0.
 *
 * Cells are as narrow as half a percent of the baseline, so a value that is stuck fills one; whether
 * it is one value or a narrow range, the detail says. What is out of range, rare or new is left to
 * `out_of_range_rate` and `new_category_rate`. Bounds are exact, the risk shared by both sides and by
 * all cells, since the fullest was chosen among them: at so small a risk Wilson's would fail up to
 * twenty times too often.
 */
export const stuck: Metric = {
  id: "stuck",
  title: "Stuck on one value",
  unit: "1",
  display: "percent",
  worse: "higher",
  evidence: "cells",
  minSample: 100,
  measure: (family, context) =>
    family.map((group): Measurement => {
      const compared = compareCells(group, context);
      if (compared.kind !== "compared") return compared;
      const { feature, cells, n, m } = compared;
      if (m < context.minSample) return belowMinimum(m, "values", context.minSample);
      const [from, to] =
        feature.kind === "numeric" ? [1, feature.edges.length] : [0, feature.categories.length];
      const now = fullest(cells.current, from, to);
      const then = fullest(cells.baseline, from, to);
      const risk = (1 - context.confidence) / 2 / Math.max(1, to - from);
      const bounds = (successes: number, trials: number): ReturnType<typeof clopperPearsonBounds> =>
        clopperPearsonBounds({ successes, trials, confidence: 1 - risk });
      const [current, baseline] = [bounds(now.count, m), bounds(then.count, n)];
      const detail = {
        cell: cellName(feature, now.cell),
        isSingleValue: isSingleValue(feature, now.cell),
        share: now.count / m,
        baselineShare: then.count / n,
        baselineCell: cellName(feature, then.cell),
      };
      return {
        kind: "measured",
        value: Math.max(0, now.count / m - then.count / n),
        lower: Math.max(0, current.lower - baseline.upper),
        upper: Math.max(0, current.upper - baseline.lower),
        n: m,
        detail,
      };
    }),
  source: "difference of the largest binomial shares; Clopper & Pearson (1934) with Bonferroni",
};

function fullest(
  counts: readonly number[],
  from: number,
  to: number,
): { readonly cell: number; readonly count: number } {
  let cell = from;
  for (let i = from; i < to; i++) if ((counts[i] ?? 0) > (counts[cell] ?? 0)) cell = i;
  return { cell, count: from < to ? (counts[cell] ?? 0) : 0 };
}
