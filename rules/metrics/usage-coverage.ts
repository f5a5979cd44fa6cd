import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";
import { measureProportion } from "./proportion.ts";

/** Share of the answered calls that say their tokens: what is not said can be neither budgeted nor priced. */
export const usageCoverage: Metric = {
  id: "usage_coverage",
  title: "Calls that say their tokens",
  unit: "1",
  display: "percent",
  worse: "lower",
  evidence: "calls",
  isCounted: true,
  measure: (family, context) =>
    family.map((group) => {
      const { calls, errors, unmeasured } = evidenceOf(group, "calls");
      const trials = calls - errors;
      return measureProportion(
        {
          successes: trials - unmeasured,
          trials,
          unit: "answered calls",
          detail: { unmeasured, errors },
        },
        context,
      );
    }),
  source: "Clopper & Pearson (1934) bounds",
};
