import type { Metric } from "./metric.ts";
import { nameMetric } from "./name-metric.ts";

/** Share of predictions whose model version nobody approved. */
export const modelVersion: Metric = nameMetric({
  id: "model_version",
  title: "Answers of unapproved versions",
  names: "model_version",
  list: "approved_versions",
  unit: "predictions",
});
