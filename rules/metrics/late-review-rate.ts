import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";
import { measureProportion } from "./proportion.ts";

/**
 * Share of the predictions that somebody decided about whose first decision came later than was
 * declared. What nobody has decided about yet is the unreviewed rate's, and shown in the detail.
 */
export const lateReviewRate: Metric = {
  id: "late_review_rate",
  title: "Late reviews",
  unit: "1",
  display: "percent",
  worse: "higher",
  evidence: "responses",
  needs: ["within"],
  isCounted: true,
  measure: (family, context) =>
    family.map((group) => {
      const { predictions, reviewed, inTime } = evidenceOf(group, "responses");
      return measureProportion(
        {
          successes: reviewed - inTime,
          trials: reviewed,
          unit: "reviewed predictions",
          detail: { inTime, unreviewed: predictions - reviewed },
        },
        context,
      );
    }),
  source: "Clopper & Pearson (1934) bounds",
};
