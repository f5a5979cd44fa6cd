import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";
import { measureProportion } from "./proportion.ts";

/** Share of predictions whose status is `error`. */
export const errorRate: Metric = {
  id: "error_rate",
  title: "Error rate",
  unit: "1",
  display: "percent",
  worse: "higher",
  evidence: "volume",
  isCounted: true,
  measure: (family, context) =>
    family.map((group) => {
      const { predictions, errors } = evidenceOf(group, "volume");
      return measureProportion(
        { successes: errors, trials: predictions, unit: "predictions", detail: { errors } },
        context,
      );
    }),
  source: "Clopper & Pearson (1934) bounds",
};
