import { coverageOf } from "./confusion.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";
import { measureProportion } from "./proportion.ts";

/**
 * Share of predictions whose true label is known. Every realised performance rests on these alone,
 * and on the hope that the others are like them.
 */
export const labelCoverage: Metric = {
  id: "label_coverage",
  title: "Label coverage",
  unit: "1",
  display: "percent",
  worse: "lower",
  evidence: "decisions",
  needs: ["outcomes"],
  isCounted: true,
  measure: (family, context) =>
    family.map((group) => {
      const coverage = coverageOf(evidenceOf(group, "decisions"));
      return measureProportion(
        {
          successes: coverage.labelled,
          trials: coverage.predictions,
          unit: "predictions with a label",
          detail: { ...coverage },
        },
        context,
      );
    }),
  source: "Clopper & Pearson (1934) bounds",
};
