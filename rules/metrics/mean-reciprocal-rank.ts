import { meanReciprocalRank } from "../statistics/rank-quality.ts";
import type { Metric } from "./metric.ts";
import { rankedLists } from "./rank-metric.ts";

/** Mean of 1 over the rank of the right answer: 1 where it always came first. */
export const meanReciprocalRankMetric: Metric = {
  id: "mean_reciprocal_rank",
  title: "Mean reciprocal rank",
  unit: "1",
  display: "number",
  worse: "lower",
  evidence: "ranks",
  needs: ["outcomes"],
  measure: rankedLists(meanReciprocalRank),
  source: "Voorhees (1999), TREC-8; Wilson bounds, conservative for gains in [0, 1]",
};
