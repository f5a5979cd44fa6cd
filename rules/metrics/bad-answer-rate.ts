import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";
import { measureProportion } from "./proportion.ts";

/**
 * Share of predictions that were not answered as promised: by status, by latency, or both, as the control
 * says what is good.
 */
export const badAnswerRate: Metric = {
  id: "bad_answer_rate",
  title: "Bad answers",
  unit: "1",
  display: "percent",
  worse: "higher",
  evidence: "answers",
  needs: ["good"],
  isCounted: true,
  measure: (family, context) =>
    family.map((group) => {
      const { predictions, good } = evidenceOf(group, "answers");
      const bad = predictions - good;
      return measureProportion(
        { successes: bad, trials: predictions, unit: "predictions", detail: { bad } },
        context,
      );
    }),
  source: "Clopper & Pearson (1934) bounds",
};
