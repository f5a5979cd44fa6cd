import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";

/** Open concerns that are older than was declared: a fact, without bounds. */
export const overdueConcerns: Metric = {
  id: "overdue_concerns",
  title: "Overdue concerns",
  unit: "1",
  display: "number",
  worse: "higher",
  evidence: "concerns",
  needs: ["within"],
  measure: (family) =>
    family.map((group) => {
      const { open, unacknowledged, overdue } = evidenceOf(group, "concerns");
      const detail = { open, unacknowledged };
      return { kind: "measured", value: overdue, lower: null, upper: null, n: open, detail };
    }),
  source: "a count",
};
