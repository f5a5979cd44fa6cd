import { hitRate } from "../statistics/rank-quality.ts";
import type { Metric } from "./metric.ts";
import { rankedLists } from "./rank-metric.ts";

/** Share of ranked lists with the right answer among the first ten. */
export const hitRateAt10: Metric = {
  id: "hit_rate_at_10",
  title: "Hit rate, first ten",
  unit: "1",
  display: "percent",
  worse: "lower",
  evidence: "ranks",
  needs: ["outcomes"],
  measure: rankedLists((counts, confidence) => hitRate(counts, 10, confidence)),
  source: "Wilson (1927) bounds",
};
