import { compareCells } from "./compare-cells.ts";
import type { Measurement } from "./measurement.ts";
import type { Metric } from "./metric.ts";
import { measureProportion } from "./proportion.ts";

/**
 * Share of a categorical feature's values that the baseline has never seen.
 *
 * Insufficient for a numeric feature, and for one with more than 100 categories in the baseline: its
 * rare ones share a cell with new ones, so that the evidence cannot tell them apart.
 */
export const newCategoryRate: Metric = {
  id: "new_category_rate",
  title: "New categories",
  unit: "1",
  display: "percent",
  worse: "higher",
  evidence: "cells",
  minSample: 100,
  isCounted: true,
  measure: (family, context) =>
    family.map((group): Measurement => {
      const compared = compareCells(group, context);
      if (compared.kind !== "compared") return compared;
      const { name, feature, cells, m } = compared;
      if (feature.kind !== "categorical") {
        const reason = `${name} is numeric and has no categories: use out_of_range_rate`;
        return { kind: "insufficient", n: m, reason };
      }
      if ((cells.baseline.at(-1) ?? 0) > 0) {
        const reason = `${name} has over ${feature.categories.length} categories in the baseline: new ones are counted with its rare ones`;
        return { kind: "insufficient", n: m, reason };
      }
      const successes = cells.current.at(-1) ?? 0;
      return measureProportion(
        { successes, trials: m, unit: "values", detail: { new: successes, present: m } },
        context,
      );
    }),
  source: "Clopper & Pearson (1934) bounds",
};
