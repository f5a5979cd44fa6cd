import type { Errors } from "../evidence/errors.ts";
import { determination, meanError } from "../statistics/regression-error.ts";
import { labelShortage } from "./confusion.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Measurement } from "./measurement.ts";
import type { Metric } from "./metric.ts";
import { belowMinimum } from "./proportion.ts";

/** A value that error sums say, with the bounds that it has. */
export interface ErrorValue {
  readonly value: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Measures predicted numbers against true ones, group by group; `estimate` answers null without a value. */
export function predictedNumbers(
  estimate: (sums: Errors, confidence: number) => ErrorValue | null,
): Metric["measure"] {
  return (family, context) =>
    family.map((group): Measurement => {
      const sums = evidenceOf(group, "errors");
      const { predictions, n } = sums;
      const shortage = labelShortage({ predictions, labelled: n }, context, "predicted numbers");
      if (shortage !== null) return shortage;
      if (n < context.minSample) {
        return belowMinimum(n, "labelled predictions", context.minSample);
      }
      if (![sums.absolute, sums.squared, sums.truth, sums.truthSquared].every(Number.isFinite)) {
        const reason = "the squares of these errors or outcomes exceed what a number holds";
        return { kind: "insufficient", n, reason };
      }
      const found = estimate(sums, context.confidence);
      if (found === null) {
        const reason = `${n} outcomes vary too little, or are too few, to measure by`;
        return { kind: "insufficient", n, reason };
      }
      const { value, lower, upper } = found;
      return { kind: "measured", value, lower, upper, n, detail: detailOf(sums) };
    });
}

/** The same beside each of them: one number says little about errors. */
function detailOf(sums: Errors): Readonly<Record<string, unknown>> {
  const { predictions, n, absolute, squared, truth, absoluteMax } = sums;
  return {
    predictions,
    labelled: n,
    meanAbsolute: absolute / n,
    rootMeanSquare: Math.sqrt(squared / n),
    mean: meanError(sums, 0.95)?.value ?? null,
    determination: determination(sums),
    largest: absoluteMax,
    meanTruth: truth / n,
  };
}
