import { averagePrecision } from "../statistics/average-precision.ts";
import type { Metric } from "./metric.ts";
import { curveArea } from "./roc-auc.ts";
import { labelledScores } from "./score-metric.ts";

/**
 * Average precision of the positive label over all thresholds. Chance is the share of positives
 * (`positives / labelled` of the detail). Classes and bins as for `roc_auc`.
 */
export const averagePrecisionMetric: Metric = {
  id: "average_precision",
  title: "Average precision",
  unit: "1",
  display: "number",
  worse: "lower",
  evidence: "scores",
  needs: ["outcomes", "label"],
  measure: labelledScores((of, context) => curveArea(of, context, averagePrecision)),
  source: "Boyd, Eng & Page (2013), ECML PKDD, LNCS 8190",
};
