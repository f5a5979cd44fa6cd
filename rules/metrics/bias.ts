import { meanError } from "../statistics/regression-error.ts";
import { predictedNumbers } from "./error-metric.ts";
import type { Metric } from "./metric.ts";

/** Mean of predicted − true, in the unit of the number: above 0 the model says too much. */
export const bias: Metric = {
  id: "bias",
  title: "Mean error",
  unit: "1",
  display: "number",
  worse: "both",
  evidence: "errors",
  needs: ["outcomes"],
  isSigned: true,
  measure: predictedNumbers(meanError),
  source: "a mean of differences; normal bounds",
};
