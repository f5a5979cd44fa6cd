import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";

/** How many calls of hosted models there were, failed ones included: a fact, without bounds. */
export const callCount: Metric = {
  id: "calls",
  title: "Calls of hosted models",
  unit: "1",
  display: "number",
  worse: "both",
  evidence: "calls",
  minSample: 0,
  certainty: "fact",
  measure: (family) =>
    family.map((group) => {
      const { calls, errors } = evidenceOf(group, "calls");
      if (calls === 0) return { kind: "no_data", reason: "no calls in the window" };
      return {
        kind: "measured",
        value: calls,
        lower: null,
        upper: null,
        n: calls,
        detail: { errors },
      };
    }),
  source: "a count",
};
