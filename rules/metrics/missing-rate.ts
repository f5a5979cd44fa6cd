import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";
import { measureProportion } from "./proportion.ts";

/** Share of predictions whose feature was absent, null or not a number. By feature of the baseline. */
export const missingRate: Metric = {
  id: "missing_rate",
  title: "Missing values",
  unit: "1",
  display: "percent",
  worse: "higher",
  evidence: "cells",
  measure: (family, context) =>
    family.map((group) => {
      const { counts, missing } = evidenceOf(group, "cells");
      const present = counts.reduce((sum, count) => sum + count, 0);
      return measureProportion(
        {
          successes: missing,
          trials: missing + present,
          unit: "predictions",
          detail: { missing, present },
        },
        context,
      );
    }),
  source: "Wilson (1927) bounds",
};
