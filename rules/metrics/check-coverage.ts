import { checkedOf } from "./checked.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";
import { measureProportion } from "./proportion.ts";

/** Share of predictions that one check looked at: what it has to say of the others, nobody knows. */
export const checkCoverage: Metric = {
  id: "check_coverage",
  title: "Check coverage",
  unit: "1",
  display: "percent",
  worse: "lower",
  evidence: "checks",
  needs: ["check"],
  isCounted: true,
  measure: (family, context) =>
    family.map((group) => {
      const checks = evidenceOf(group, "checks");
      const { checked, failed } = checkedOf(checks, context.check);
      return measureProportion(
        {
          successes: checked,
          trials: checks.predictions,
          unit: "predictions",
          detail: { checked, failed },
        },
        context,
      );
    }),
  source: "Clopper & Pearson (1934) bounds",
};
