import type { Interval } from "../statistics/interval.ts";
import { type Confidences, confidencesOf } from "./confidences.ts";
import type { Measurement } from "./measurement.ts";
import type { MeasureContext, Metric } from "./metric.ts";

/** A value with its bounds and what a reader needs beside it. */
export interface Estimated extends Interval {
  readonly value: number;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Measures labelled scores, group by group; `estimate` may say in words why there is no value. */
export function labelledScores(
  estimate: (of: Confidences, context: MeasureContext) => Estimated | string,
): Metric["measure"] {
  return (family, context) =>
    family.map((group): Measurement => {
      const judged = confidencesOf(group, context);
      if (judged.kind !== "confidences") return judged;
      const { coverage, detail } = judged.of;
      const found = estimate(judged.of, context);
      if (typeof found === "string") {
        return { kind: "insufficient", n: coverage.labelled, reason: found };
      }
      const { value, lower, upper } = found;
      return {
        kind: "measured",
        value,
        lower,
        upper,
        n: coverage.labelled,
        detail: { ...detail, ...found.detail },
      };
    });
}
