import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";

/** How many predictions there were: a fact, without bounds. */
export const count: Metric = {
  id: "count",
  title: "Predictions",
  unit: "1",
  display: "number",
  worse: "both",
  evidence: "volume",
  minSample: 0,
  certainty: "fact",
  measure: (family) =>
    family.map((group) => {
      const { predictions } = evidenceOf(group, "volume");
      return {
        kind: "measured",
        value: predictions,
        lower: null,
        upper: null,
        n: predictions,
        detail: {},
      };
    }),
  source: "a count",
};
