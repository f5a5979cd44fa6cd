import { confusionRate } from "./confusion-rate.ts";
import type { Measurement } from "./measurement.ts";
import type { Metric } from "./metric.ts";

/**
 * Harmonic mean of precision and recall.
 *
 * F1 = 2J/(1 + J), where J = TP/(TP + FP + FN) is an ordinary proportion: its exact bounds map
 * through the same rising curve, so no approximation is added.
 */
export const f1: Metric = {
  id: "f1",
  title: "F1",
  unit: "1",
  display: "percent",
  worse: "lower",
  evidence: "decisions",
  needs: ["outcomes", "label"],
  measure: (family, context) => jaccard(family, context).map(toF1),
  source:
    "van Rijsbergen (1979), Information Retrieval, chapter 7; Clopper & Pearson (1934) bounds on J",
};

const jaccard = confusionRate(({ truePositives, falsePositives, falseNegatives }) => ({
  successes: truePositives,
  trials: truePositives + falsePositives + falseNegatives,
  unit: "cases that are positive or predicted so",
}));

function toF1(measurement: Measurement): Measurement {
  if (measurement.kind !== "measured") return measurement;
  const map = (share: number): number => (2 * share) / (1 + share);
  const { value, lower, upper } = measurement;
  return {
    ...measurement,
    value: map(value),
    lower: lower === null ? null : map(lower),
    upper: upper === null ? null : map(upper),
  };
}
