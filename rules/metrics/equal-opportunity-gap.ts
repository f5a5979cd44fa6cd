import { truePositiveRateGaps } from "./confusion-gaps.ts";
import type { Metric } from "./metric.ts";

/**
 * How far a segment's true-positive rate lies below the highest: of those who deserved it, how many
 * fewer were found.
 */
export const equalOpportunityGap: Metric = {
  id: "equal_opportunity_gap",
  title: "Equal opportunity gap",
  unit: "1",
  display: "percent",
  worse: "higher",
  evidence: "decisions",
  needs: ["outcomes", "label"],
  comparesSegments: true,
  measure: truePositiveRateGaps,
  source: "Hardt, Price & Srebro (2016), NeurIPS; Newcombe (1998) bounds, method 10",
};
