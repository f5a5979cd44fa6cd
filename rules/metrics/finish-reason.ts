import type { Metric } from "./metric.ts";
import { nameMetric } from "./name-metric.ts";

/** Share of the answers of hosted models that ended for a reason that is not on the list. */
export const finishReason: Metric = nameMetric({
  id: "finish_reason",
  title: "Answers that ended otherwise",
  names: "finish_reason",
  list: null,
  unit: "answers",
});
