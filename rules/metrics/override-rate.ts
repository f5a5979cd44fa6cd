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
  measure: (family, context) =>
    family.map((group) => {
      const { actions } = evidenceOf(group, "reviews");
      const of = (action: string): number =>
        Object.hasOwn(actions, action) ? (actions[action] ?? 0) : 0;
      return measureProportion(
        {
          successes: of("override"),
          trials: of("override") + of("confirm"),
          unit: "confirmations and overrides",
          detail: { actions },
        },
        context,
      );
    }),
  source: "Wilson (1927) bounds",
};
