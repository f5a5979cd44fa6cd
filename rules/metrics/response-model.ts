import type { Metric } from "./metric.ts";
import { nameMetric } from "./name-metric.ts";

/** Share of predictions whose model is not on the list: also a supplier's silent change of it. */
export const responseModel: Metric = nameMetric({
  id: "response_model",
  title: "Answers of unapproved models",
  names: "model",
  list: "approved_models",
  unit: "predictions",
});
