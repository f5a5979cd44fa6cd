import type { Metric } from "./metric.ts";
import { meanLoss } from "./proper-score.ts";

/**
 * Mean of −ln of the confidence given to what came true, in nats. ln 2 is what a constant one half
 * gets. From the middles of bins, so no single loss exceeds −ln 0.0025 ≈ 6.
 */
export const logLoss: Metric = {
  id: "log_loss",
  title: "Log loss",
  unit: "1",
  display: "number",
  worse: "higher",
  evidence: "scores",
  needs: ["outcomes"],
  measure: meanLoss((given) => -Math.log(given)),
  source: "Good (1952), Journal of the Royal Statistical Society B 14(1)",
};
