import type { Metric } from "./metric.ts";
import { nameMetric } from "./name-metric.ts";

/** Share of predictions whose supplier is not on the list. */
export const supplier: Metric = nameMetric({
  id: "supplier",
  title: "Answers of unassessed suppliers",
  names: "supplier",
  list: "suppliers",
  unit: "predictions",
});
