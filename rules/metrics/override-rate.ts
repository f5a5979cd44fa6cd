import { decidedOf } from "./decided.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";
import { measureProportion } from "./proportion.ts";

/**
 * Overrides ÷ (confirmations + overrides): how often a person who decided, decided otherwise.
 *
 * Escalations, abstentions and stops decide nothing about the model's answer: they are shown in the
 * detail and left out of the rate.
 */
export const overrideRate: Metric = {
  id: "override_rate",
  title: "Override rate",
  unit: "1",
  display: "percent",
  worse: "both",
  evidence: "reviews",
  isCounted: true,
  measure: (family, context) =>
    family.map((group) => {
      const reviews = evidenceOf(group, "reviews");
      const { overridden, decided } = decidedOf(reviews);
      return measureProportion(
        {
          successes: overridden,
          trials: decided,
          unit: "confirmations and overrides",
          detail: { actions: reviews.actions },
        },
        context,
      );
    }),
  source: "Clopper & Pearson (1934) bounds",
};
