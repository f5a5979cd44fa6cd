import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";
import { measureProportion } from "./proportion.ts";

/**
 * Share of predictions that nobody decided about. Decisions come later than predictions: a window is
 * to be judged when those who look have had their time.
 */
export const unreviewedRate: Metric = {
  id: "unreviewed_rate",
  title: "Unreviewed predictions",
  unit: "1",
  display: "percent",
  worse: "higher",
  evidence: "responses",
  isCounted: true,
  measure: (family, context) =>
    family.map((group) => {
      const { predictions, reviewed } = evidenceOf(group, "responses");
      return measureProportion(
        {
          successes: predictions - reviewed,
          trials: predictions,
          unit: "predictions",
          detail: { reviewed },
        },
        context,
      );
    }),
  source: "Clopper & Pearson (1934) bounds",
};
