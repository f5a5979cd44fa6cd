import { confusionRate } from "./confusion-rate.ts";
import type { Metric } from "./metric.ts";

/** Of what was predicted positive, the share that was. */
export const precision: Metric = {
  id: "precision",
  title: "Precision",
  unit: "1",
  display: "percent",
  worse: "lower",
  evidence: "decisions",
  needs: ["outcomes", "label"],
  isCounted: true,
  measure: confusionRate((confusion) => ({
    successes: confusion.truePositives,
    trials: confusion.truePositives + confusion.falsePositives,
    unit: "positive predictions with an outcome",
  })),
  source: "Fawcett (2006), Pattern Recognition Letters 27(8); Clopper & Pearson (1934) bounds",
};
