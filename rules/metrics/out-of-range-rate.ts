import { compareCells } from "./compare-cells.ts";
import type { Measurement } from "./measurement.ts";
import type { Metric } from "./metric.ts";
import { measureProportion } from "./proportion.ts";

/**
 * Share of a numeric feature's values below the smallest or above the largest of the baseline.
 *
 * Measured where the cells say so: both open end cells are empty in the baseline, as they are when its
 * smallest and largest values are atoms (codes, counts, scores). Insufficient for a categorical
 * feature, and where an end cell holds the baseline's own extremes.
 */
export const outOfRangeRate: Metric = {
  id: "out_of_range_rate",
  title: "Values out of range",
  unit: "1",
  display: "percent",
  worse: "higher",
  evidence: "cells",
  measure: (family, context) =>
    family.map((group): Measurement => {
      const compared = compareCells(group, context);
      if (compared.kind !== "compared") return compared;
      const { name, feature, cells, m } = compared;
      if (feature.kind !== "numeric") {
        const reason = `${name} is categorical and has no range: use new_category_rate`;
        return { kind: "insufficient", n: m, reason };
      }
      if ((cells.baseline[0] ?? 0) > 0 || (cells.baseline.at(-1) ?? 0) > 0) {
        const reason = `the baseline counts the extremes of ${name} in its open end cells: use kolmogorov_smirnov or psi`;
        return { kind: "insufficient", n: m, reason };
      }
      const below = cells.current[0] ?? 0;
      const above = cells.current.at(-1) ?? 0;
      return measureProportion(
        {
          successes: below + above,
          trials: m,
          unit: "values",
          detail: { below, above, present: m },
        },
        context,
      );
    }),
  source: "Wilson (1927) bounds",
};
