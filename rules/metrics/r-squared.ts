import { determination } from "../statistics/regression-error.ts";
import { predictedNumbers } from "./error-metric.ts";
import type { Metric } from "./metric.ts";

/**
 * Share of the true numbers' variance that the predictions explain: 1 is perfect, below 0 their mean
 * would do better. Without bounds: they would need sums of fourth powers.
 */
export const rSquared: Metric = {
  id: "r_squared",
  title: "R²",
  unit: "1",
  display: "number",
  worse: "lower",
  evidence: "errors",
  needs: ["outcomes"],
  certainty: "value",
  isSigned: true,
  measure: predictedNumbers((sums) => {
    const value = determination(sums);
    return value === null ? null : { value, lower: null, upper: null };
  }),
  source: "Kvålseth (1985), The American Statistician 39(4), R₁²",
};
