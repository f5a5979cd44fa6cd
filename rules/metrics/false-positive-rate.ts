import { confusionRate } from "./confusion-rate.ts";
import type { Metric } from "./metric.ts";

/** Of what was negative, the share that was predicted positive. */
export const falsePositiveRate: Metric = {
  id: "false_positive_rate",
  title: "False positive rate",
  unit: "1",
  display: "percent",
  worse: "higher",
  evidence: "decisions",
  needs: ["outcomes", "label"],
  isCounted: true,
  measure: confusionRate((confusion) => ({
    successes: confusion.falsePositives,
    trials: confusion.falsePositives + confusion.trueNegatives,
    unit: "truly negative cases",
  })),
  source: "Fawcett (2006), Pattern Recognition Letters 27(8); Clopper & Pearson (1934) bounds",
};
