import { meanAbsoluteError } from "../statistics/regression-error.ts";
import { predictedNumbers } from "./error-metric.ts";
import type { Metric } from "./metric.ts";

/** Mean distance of the predicted number from the true one, in its unit. */
export const mae: Metric = {
  id: "mae",
  title: "Mean absolute error",
  unit: "1",
  display: "number",
  worse: "higher",
  evidence: "errors",
  needs: ["outcomes"],
  measure: predictedNumbers(meanAbsoluteError),
  source: "Willmott & Matsuura (2005), Climate Research 30(1); normal bounds",
};
