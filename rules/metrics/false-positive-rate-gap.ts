import { falsePositiveRateGaps } from "./confusion-gaps.ts";
import type { Metric } from "./metric.ts";

/** How far a segment's false-positive rate lies above the lowest: how many more are wrongly flagged. */
export const falsePositiveRateGap: Metric = {
  id: "false_positive_rate_gap",
  title: "False positive rate gap",
  unit: "1",
  display: "percent",
  worse: "higher",
  evidence: "decisions",
  needs: ["outcomes", "label"],
  comparesSegments: true,
  measure: falsePositiveRateGaps,
  source: "Chouldechova (2017), Big Data 5(2); Newcombe (1998) bounds, method 10",
};
