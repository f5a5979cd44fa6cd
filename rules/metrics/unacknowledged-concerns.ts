import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";

/** Open concerns that nobody acknowledged in the time that was declared: a fact, without bounds. */
export const unacknowledgedConcerns: Metric = {
  id: "unacknowledged_concerns",
  title: "Unacknowledged concerns",
  unit: "1",
  display: "number",
  worse: "higher",
  evidence: "concerns",
  needs: ["within"],
  measure: (family) =>
    family.map((group) => {
      const { open, unacknowledged, overdue } = evidenceOf(group, "concerns");
      const detail = { open, overdue };
      return { kind: "measured", value: unacknowledged, lower: null, upper: null, n: open, detail };
    }),
  source: "a count",
};
