import { decidedOf } from "./decided.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";
import { segmentGaps } from "./segment-gaps.ts";

/**
 * How far a segment's override rate lies above the lowest: whose cases people decide otherwise more
 * often. Either the model serves that segment worse, or its reviewers do.
 */
export const oversightDisparity: Metric = {
  id: "oversight_disparity",
  title: "Oversight disparity",
  unit: "1",
  display: "percent",
  worse: "higher",
  evidence: "reviews",
  minSample: 50,
  comparesSegments: true,
  measure: (family, context) =>
    segmentGaps(family, context, {
      best: "lowest",
      unit: "confirmations and overrides",
      rateOf: (group) => {
        const reviews = evidenceOf(group, "reviews");
        const { overridden, decided } = decidedOf(reviews);
        if (decided === 0) {
          return { kind: "no_data", reason: "no confirmations and overrides in the window" };
        }
        return {
          kind: "rate",
          successes: overridden,
          trials: decided,
          detail: { actions: reviews.actions },
        };
      },
    }),
  source: "a difference of proportions; Newcombe (1998) bounds, method 10",
};
