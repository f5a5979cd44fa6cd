import { checkedOf } from "./checked.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";
import { measureProportion } from "./proportion.ts";

/** Share of the predictions that one check looked at which failed it. */
export const failedCheckRate: Metric = {
  id: "failed_check_rate",
  title: "Failed checks",
  unit: "1",
  display: "percent",
  worse: "higher",
  evidence: "checks",
  needs: ["check"],
  isCounted: true,
  measure: (family, context) =>
    family.map((group) => {
      const checks = evidenceOf(group, "checks");
      const { checked, failed } = checkedOf(checks, context.check);
      return measureProportion(
        {
          successes: failed,
          trials: checked,
          unit: `predictions that ${context.check ?? "a check"} looked at`,
          detail: { failed, predictions: checks.predictions },
        },
        context,
      );
    }),
  source: "Clopper & Pearson (1934) bounds",
};
