import { type Confusion, confusionOf, coverageOf, labelShortage } from "./confusion.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Measurement } from "./measurement.ts";
import type { MeasureContext, Metric } from "./metric.ts";
import { measureProportion } from "./proportion.ts";

/** What a rate of the confusion matrix divides, and by what. */
export interface Share {
  readonly successes: number;
  readonly trials: number;
  /** What a trial is, in the plural. */
  readonly unit: string;
}

/** Measures one rate of the confusion matrix; asks for the positive label where it is not given. */
export function confusionRate(share: (confusion: Confusion) => Share): Metric["measure"] {
  return (family, context) =>
    family.map((group): Measurement => {
      const decisions = evidenceOf(group, "decisions");
      const coverage = coverageOf(decisions);
      const shortage = labelShortage(coverage, context);
      if (shortage !== null) return shortage;
      const positive = positiveLabel(context);
      if (positive === null) {
        return { kind: "insufficient", n: coverage.labelled, reason: "no positive label is named" };
      }
      const confusion = confusionOf(decisions, positive);
      return measureProportion(
        { ...share(confusion), detail: { positive, ...confusion, ...coverage } },
        context,
      );
    });
}

function positiveLabel(context: MeasureContext): string | null {
  return context.positive ?? context.favourable;
}
