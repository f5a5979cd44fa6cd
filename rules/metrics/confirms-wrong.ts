import type { Metric } from "./metric.ts";
import { provenShare } from "./proven-decisions.ts";

/**
 * Of the confirmations whose outcome is known, the share in which the model was wrong: errors that
 * were looked at and let through. High beside the model's own error rate is automation bias.
 */
export const confirmsWrong: Metric = {
  id: "confirms_wrong",
  title: "Confirmations that were wrong",
  unit: "1",
  display: "percent",
  worse: "higher",
  evidence: "reviews",
  needs: ["outcomes"],
  isCounted: true,
  measure: provenShare(({ outcomes }, { confirmed }) => ({
    decisions: confirmed,
    known: outcomes.confirmed,
    successes: outcomes.confirmed - outcomes.confirmedRight,
    unit: "confirmations",
  })),
  source: "Parasuraman & Manzey (2010), Human Factors 52(3); Clopper & Pearson (1934) bounds",
};
