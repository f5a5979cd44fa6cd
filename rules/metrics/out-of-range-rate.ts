import type { NumericBaseline } from "../profile/baseline.ts";
import { compareCells } from "./compare-cells.ts";
import type { Measurement } from "./measurement.ts";
import type { Metric } from "./metric.ts";
import { measureProportion } from "./proportion.ts";

/**
 * Share of a numeric feature's values below the smallest or above the largest of the baseline.
 *
 * ±Infinity is out of any range. Insufficient for a categorical feature, and for a baseline stored
 * before there were end cells for this, unless its smallest and largest values had cells of their own.
 */
export const outOfRangeRate: Metric = {
  id: "out_of_range_rate",
  title: "Values out of range",
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
      if (feature.kind !== "numeric") {
        const reason = `${name} is categorical and has no range: use new_category_rate`;
        return { kind: "insufficient", n: m, reason };
      }
      if (!hasOpenEnds(feature)) {
        const reason = `the baseline counts the extremes of ${name} in its end cells: make a new one, or use psi`;
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
  source: "Clopper & Pearson (1934) bounds",
};

/** Whether no finite value of the baseline stands in either end cell. */
function hasOpenEnds({ edges, counts, min, max }: NumericBaseline): boolean {
  const [first, last] = [edges[0], edges.at(-1)];
  if (first === undefined || last === undefined) return false;
  if (min !== undefined && max !== undefined) return first < min && last >= max;
  return (counts[0] ?? 0) === 0 && (counts.at(-1) ?? 0) === 0;
}
