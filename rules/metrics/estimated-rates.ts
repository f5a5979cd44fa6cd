import {
  type Estimate,
  estimatedShare,
  estimatedF1 as f1Of,
  estimatedRecall as recallOf,
  estimatedRocAuc as rocAucOf,
  type ScoredClass,
} from "../statistics/estimated-performance.ts";
import { estimatedForClass } from "./estimated.ts";
import type { Metric } from "./metric.ts";

/** One rate of the positive label to be expected before any outcome is known; see `estimated_accuracy`. */
function estimatedRate(
  of: Pick<Metric, "id" | "title" | "display">,
  estimate: (of: ScoredClass) => Estimate | null,
): Metric {
  return {
    ...of,
    unit: "1",
    worse: "lower",
    evidence: "scores",
    needs: ["baseline", "label"],
    minSample: 100,
    measure: estimatedForClass(estimate),
    source: "confidence-based performance estimation (NannyML); Barlow et al. (1972)",
  };
}

export const estimatedPrecision: Metric = estimatedRate(
  { id: "estimated_precision", title: "Estimated precision", display: "percent" },
  ({ positive, confidence }) => estimatedShare({ parts: [positive], confidence }),
);

export const estimatedRecall: Metric = estimatedRate(
  { id: "estimated_recall", title: "Estimated recall", display: "percent" },
  recallOf,
);

export const estimatedF1: Metric = estimatedRate(
  { id: "estimated_f1", title: "Estimated F1", display: "percent" },
  f1Of,
);

export const estimatedRocAuc: Metric = estimatedRate(
  { id: "estimated_roc_auc", title: "Estimated ROC AUC", display: "number" },
  rocAucOf,
);
