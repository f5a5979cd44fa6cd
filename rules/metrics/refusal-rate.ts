import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";
import { measureProportion } from "./proportion.ts";

/** Share of the calls that the model declined to answer, of those that say whether it did. */
export const refusalRate: Metric = {
  id: "refusal_rate",
  title: "Refusals",
  unit: "1",
  display: "percent",
  worse: "higher",
  evidence: "calls",
  isCounted: true,
  measure: (family, context) =>
    family.map((group) => {
      const { calls, refused, refusalKnown } = evidenceOf(group, "calls");
      return measureProportion(
        {
          successes: refused,
          trials: refusalKnown,
          unit: "calls that say whether the model declined",
          detail: { refused, calls },
        },
        context,
      );
    }),
  source: "Clopper & Pearson (1934) bounds",
};
