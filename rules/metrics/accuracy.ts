import { coverageOf, labelShortage } from "./confusion.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";
import { measureProportion } from "./proportion.ts";

/** Share of predictions with a known outcome whose label was right. */
export const accuracy: Metric = {
  id: "accuracy",
  title: "Accuracy",
  unit: "1",
  display: "percent",
  worse: "lower",
  evidence: "decisions",
  needs: ["outcomes"],
  isCounted: true,
  measure: (family, context) =>
    family.map((group) => {
      const coverage = coverageOf(evidenceOf(group, "decisions"));
      return (
        labelShortage(coverage, context) ??
        measureProportion(
          {
            successes: coverage.correct,
            trials: coverage.labelled,
            unit: "labelled predictions",
            detail: { ...coverage },
          },
          context,
        )
      );
    }),
  source: "Clopper & Pearson (1934) bounds",
};
