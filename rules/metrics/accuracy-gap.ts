import type { Scores } from "../evidence/scores.ts";
import { estimatedShare } from "../statistics/estimated-performance.ts";
import { addBins } from "./add-bins.ts";
import { decisionsOf } from "./confidences.ts";
import { coverageOf, labelShortage } from "./confusion.ts";
import { knownIn, scoredLabels, unknownLabels, untaught } from "./estimated.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Measurement } from "./measurement.ts";
import type { Metric } from "./metric.ts";
import { belowMinimum } from "./proportion.ts";

/**
 * Estimated − realised accuracy of the same labelled predictions: above 0 the model is right less
 * often than its scores promise. A sign of concept drift, which no look at inputs can show.
 *
 * The bounds are those of the estimate, less what was realised: where the relation of score to truth
 * is still the baseline's they hold 0, each with the confidence.
 */
export const accuracyGap: Metric = {
  id: "accuracy_gap",
  title: "Accuracy gap, estimated − realised",
  unit: "1",
  display: "percent",
  worse: "higher",
  evidence: "scores",
  needs: ["outcomes", "baseline"],
  isSigned: true,
  measure: (family, context) =>
    family.map((group): Measurement => {
      const { baseline, confidence, minSample } = context;
      const scores = evidenceOf(group, "scores");
      const coverage = coverageOf(decisionsOf(scores));
      const shortage = labelShortage(coverage, context, "scored predictions");
      if (shortage !== null) return shortage;
      const counts = labelledCounts(scores);
      const reason = untaught(baseline) ?? unknownLabels(counts, baseline);
      if (reason !== null) return { kind: "insufficient", n: coverage.labelled, reason };
      const n = knownIn(counts, baseline);
      if (n < minSample) {
        return belowMinimum(n, "labelled predictions with a score", minSample);
      }
      const known = Object.fromEntries(
        Object.entries(scores.pairs).filter(([label]) => knownIn({ [label]: [1] }, baseline) > 0),
      );
      const { correct } = coverageOf(decisionsOf({ ...scores, pairs: known }));
      const estimate = estimatedShare({
        parts: scoredLabels(counts, baseline, (label) => (truth) => truth === label),
        confidence,
      });
      if (estimate === null) {
        return { kind: "insufficient", n, reason: "no labelled prediction has a score" };
      }
      const realised = correct / n;
      return {
        kind: "measured",
        value: estimate.value - realised,
        lower: estimate.lower - realised,
        upper: estimate.upper - realised,
        n,
        detail: {
          ...coverage,
          estimated: estimate.value,
          realised,
          leftOut: coverage.labelled - n,
          outside: scores.outside,
          learnedFrom:
            baseline === null ? null : { name: baseline.name, version: baseline.version },
        },
      };
    }),
  source: "confidence-based performance estimation (NannyML) beside its outcomes",
};

/** The labelled predictions alone, by predicted label and bin. */
function labelledCounts({ pairs }: Scores): Readonly<Record<string, readonly number[]>> {
  return Object.fromEntries(
    Object.entries(pairs).map(([label, truths]) => [
      label,
      Object.values(truths).reduce(addBins, []),
    ]),
  );
}
