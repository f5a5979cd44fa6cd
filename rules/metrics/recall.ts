import { confusionRate } from "./confusion-rate.ts";
import type { Metric } from "./metric.ts";

/** Of what was positive, the share that was predicted so. */
export const recall: Metric = {
  id: "recall",
  title: "Recall",
  unit: "1",
  display: "percent",
  worse: "lower",
  evidence: "decisions",
  needs: ["outcomes", "label"],
  isCounted: true,
  measure: confusionRate((confusion) => ({
    successes: confusion.truePositives,
    trials: confusion.truePositives + confusion.falseNegatives,
    unit: "truly positive cases",
  })),
  source: "Fawcett (2006), Pattern Recognition Letters 27(8); Clopper & Pearson (1934) bounds",
};
