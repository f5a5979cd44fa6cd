import { estimatedShare } from "../statistics/estimated-performance.ts";
import { estimatedFromScores, scoredLabels } from "./estimated.ts";
import type { Metric } from "./metric.ts";

/**
 * Accuracy to be expected before any outcome is known: what scores like these were worth in the
 * approved baseline.
 *
 * Holds while the relation of score to truth is the baseline's. Where that changes, only outcomes
 * tell: see `accuracy_gap`. The bounds are for the accuracy that this cohort's outcomes will show.
 */
export const estimatedAccuracy: Metric = {
  id: "estimated_accuracy",
  title: "Estimated accuracy",
  unit: "1",
  display: "percent",
  worse: "lower",
  evidence: "scores",
  needs: ["baseline"],
  minSample: 100,
  measure: estimatedFromScores((counts, { baseline, confidence }) =>
    estimatedShare({
      parts: scoredLabels(counts, baseline, (label) => (truth) => truth === label),
      confidence,
    }),
  ),
  source: "confidence-based performance estimation (NannyML); Barlow et al. (1972)",
};
