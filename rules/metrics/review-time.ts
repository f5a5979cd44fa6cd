import { decidedOf } from "./decided.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";
import { belowMinimum } from "./proportion.ts";
import { decidedDwell, medianDwell, mediansByAction } from "./reviewed.ts";

/**
 * Median seconds from seeing a case to confirming or overriding it, within 1 % of the sample's own.
 *
 * Too long and oversight comes too late, too short and it is none: compare with the reaction time
 * that was declared. Reviews that do not say how long they took are left out, and shown as such.
 */
export const reviewTimeP50: Metric = {
  id: "review_time_p50",
  title: "Review time, median",
  unit: "s",
  display: "seconds",
  worse: "both",
  evidence: "reviews",
  measure: (family, context) =>
    family.map((group) => {
      const reviews = evidenceOf(group, "reviews");
      const found = medianDwell(decidedDwell(reviews), context.confidence);
      if (found === null) {
        return { kind: "no_data", reason: "no timed confirmations and overrides in the window" };
      }
      const { value, lower, upper, n, bracket } = found;
      if (n < context.minSample) return belowMinimum(n, "timed reviews", context.minSample);
      const detail = {
        bracket,
        decided: decidedOf(reviews).decided,
        byAction: mediansByAction(reviews),
      };
      return { kind: "measured", value, lower, upper, n, detail };
    }),
  source: "order-statistic bounds: Hahn, Meeker & Escobar, Statistical Intervals, 5.2",
};
