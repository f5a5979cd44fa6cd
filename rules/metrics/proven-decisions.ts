import type { Reviews } from "../evidence/reviews.ts";
import { labelShortage } from "./confusion.ts";
import { decidedOf } from "./decided.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Measurement } from "./measurement.ts";
import type { Metric } from "./metric.ts";
import { measureProportion } from "./proportion.ts";

/** Which decisions, how many of them have a known outcome, and how many of those count. */
export interface Proven {
  readonly decisions: number;
  readonly known: number;
  readonly successes: number;
  /** What a decision is, in the plural: `overrides`. */
  readonly unit: string;
}

/** A share of the decisions whose outcome is known. */
export function provenShare(
  of: (reviews: Reviews, decided: ReturnType<typeof decidedOf>) => Proven,
): Metric["measure"] {
  return (family, context) =>
    family.map((group): Measurement => {
      const reviews = evidenceOf(group, "reviews");
      const { decisions, known, successes, unit } = of(reviews, decidedOf(reviews));
      const shortage = labelShortage({ predictions: decisions, labelled: known }, context, unit);
      return (
        shortage ??
        measureProportion(
          {
            successes,
            trials: known,
            unit: `${unit} with a known outcome`,
            detail: { decisions, labelled: known, outcomes: reviews.outcomes },
          },
          context,
        )
      );
    });
}
