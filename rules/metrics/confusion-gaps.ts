import type { EvidenceGroup } from "../evidence/request.ts";
import { type Confusion, confusionOf, coverageOf, labelShortage } from "./confusion.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Measurement } from "./measurement.ts";
import type { MeasureContext } from "./metric.ts";
import { type Comparison, segmentGaps } from "./segment-gaps.ts";

/** Gaps of the true-positive rate; the segment with the highest is the reference. */
export function truePositiveRateGaps(
  family: readonly EvidenceGroup[],
  context: MeasureContext,
): readonly Measurement[] {
  return segmentGaps(family, context, {
    best: "highest",
    unit: "truly positive cases",
    rateOf: rateOf(context, ({ truePositives, falseNegatives }) => ({
      successes: truePositives,
      trials: truePositives + falseNegatives,
    })),
  });
}

/** Gaps of the false-positive rate; the segment with the lowest is the reference. */
export function falsePositiveRateGaps(
  family: readonly EvidenceGroup[],
  context: MeasureContext,
): readonly Measurement[] {
  return segmentGaps(family, context, {
    best: "lowest",
    unit: "truly negative cases",
    rateOf: rateOf(context, ({ falsePositives, trueNegatives }) => ({
      successes: falsePositives,
      trials: falsePositives + trueNegatives,
    })),
  });
}

function rateOf(
  context: MeasureContext,
  share: (confusion: Confusion) => { readonly successes: number; readonly trials: number },
): Comparison["rateOf"] {
  return (group) => {
    const decisions = evidenceOf(group, "decisions");
    const coverage = coverageOf(decisions);
    const shortage = labelShortage(coverage, context);
    if (shortage !== null) return shortage;
    const positive = context.positive ?? context.favourable;
    if (positive === null) {
      return { kind: "insufficient", n: coverage.labelled, reason: "no positive label is named" };
    }
    const confusion = confusionOf(decisions, positive);
    return { kind: "rate", ...share(confusion), detail: { positive, ...coverage } };
  };
}
