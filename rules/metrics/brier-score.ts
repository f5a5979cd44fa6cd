import type { Metric } from "./metric.ts";
import { meanLoss } from "./proper-score.ts";

/**
 * Mean squared distance of the confidence from what came true (1 right, 0 wrong): 0 is perfect, 0.25
 * is what a constant one half gets. For two labels it is the Brier score of either class. From bins:
 * within 0.0025 on average.
 */
export const brierScore: Metric = {
  id: "brier_score",
  title: "Brier score",
  unit: "1",
  display: "number",
  worse: "higher",
  evidence: "scores",
  needs: ["outcomes"],
  measure: meanLoss((given) => (1 - given) ** 2),
  source: "Brier (1950), Monthly Weather Review 78(1)",
};
