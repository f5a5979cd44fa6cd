import type { Metric } from "./metric.ts";
import { nameMetric } from "./name-metric.ts";

/** Share of oversight decisions by people who are not on the list. */
export const reviewer: Metric = nameMetric({
  id: "reviewer",
  title: "Decisions of unauthorised reviewers",
  names: "reviewer",
  list: "reviewers",
  unit: "oversight decisions",
});
