import type { Metric } from "./metric.ts";
import { nameMetric } from "./name-metric.ts";

/** Share of the tools that answers ask for which nobody approved. */
export const tool: Metric = nameMetric({
  id: "tool",
  title: "Requests for unapproved tools",
  names: "tool",
  list: "approved_tools",
  unit: "requests for tools",
});
