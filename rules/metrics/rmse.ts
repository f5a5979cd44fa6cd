import { rootMeanSquaredError } from "../statistics/regression-error.ts";
import { predictedNumbers } from "./error-metric.ts";
import type { Metric } from "./metric.ts";

/** Root of the mean squared error, in the unit of the number: large errors weigh more. */
export const rmse: Metric = {
  id: "rmse",
  title: "Root mean squared error",
  unit: "1",
  display: "number",
  worse: "higher",
  evidence: "errors",
  needs: ["outcomes"],
  measure: predictedNumbers(rootMeanSquaredError),
  source: "Chai & Draxler (2014), Geoscientific Model Development 7(3); Bhatia–Davis bounds",
};
