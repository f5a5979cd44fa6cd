import { confusionRate } from "./confusion-rate.ts";
import type { Metric } from "./metric.ts";

/** Of what was positive, the share that was predicted negative. */
export const falseNegativeRate: Metric = {
  id: "false_negative_rate",
  title: "False negative rate",
  unit: "1",
  display: "percent",
  worse: "higher",
  evidence: "decisions",
  needs: ["outcomes", "label"],
  isCounted: true,
  measure: confusionRate((confusion) => ({
    successes: confusion.falseNegatives,
    trials: confusion.falseNegatives + confusion.truePositives,
    unit: "truly positive cases",
  })),
  source: "Fawcett (2006), Pattern Recognition Letters 27(8); Clopper & Pearson (1934) bounds",
};
