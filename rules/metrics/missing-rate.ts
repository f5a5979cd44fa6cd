import { totalOf } from "../statistics/count-pair.ts";
import { featureOf } from "./compare-cells.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";
import { measureProportion } from "./proportion.ts";

/**
 * Share of predictions whose feature was absent, null, NaN or of another kind. By feature of the
 * baseline; the detail says how many were NaN and of another kind.
 */
export const missingRate: Metric = {
  id: "missing_rate",
  title: "Missing values",
  unit: "1",
  display: "percent",
  worse: "higher",
  evidence: "cells",
  minSample: 100,
  isCounted: true,
  measure: (family, context) =>
    family.map((group) => {
      const { counts, missing, notANumber, wrongType } = evidenceOf(group, "cells");
      const feature = featureOf(group, context);
      // Sums count their vectors first; all else is components.
      const present = feature?.kind === "sums" ? (counts[0] ?? 0) : totalOf(counts);
      return measureProportion(
        {
          successes: missing,
          trials: missing + present,
          unit: "predictions",
          detail: { missing, present, notANumber, wrongType },
        },
        context,
      );
    }),
  source: "Clopper & Pearson (1934) bounds",
};
