import { discountedGain } from "../statistics/rank-quality.ts";
import type { Metric } from "./metric.ts";
import { rankedLists } from "./rank-metric.ts";

/** Normalised discounted cumulative gain over the first ten, for lists with one right answer each. */
export const ndcgAt10: Metric = {
  id: "ndcg_at_10",
  title: "nDCG, first ten",
  unit: "1",
  display: "number",
  worse: "lower",
  evidence: "ranks",
  needs: ["outcomes"],
  measure: rankedLists((counts, confidence) => discountedGain(counts, 10, confidence)),
  source: "Järvelin & Kekäläinen (2002), ACM TOIS 20(4); Wilson bounds, conservative",
};
