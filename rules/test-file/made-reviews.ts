import type { ObservedPrediction, ObservedReview } from "../evidence/record.ts";
import { picked } from "./picked.ts";
import type { StepValues } from "./step-values.ts";

const ASKED = ["override_rate", "escalation_rate", "review_seconds", "reviewer", "role"];

/** What people decided about the predictions of a step: all of them, where no number of reviews is given. */
export function madeReviews(
  values: StepValues,
  step: number,
  predictions: readonly ObservedPrediction[],
): readonly ObservedReview[] {
  const n = predictions.length;
  const isAsked = ASKED.some((key) => values.isGiven(key, step));
  const wanted = values.number("reviews", step) ?? (isAsked ? n : 0);
  const count = values.whole("reviews", Math.min(n, wanted), n);
  const reviewed = picked(n, count, `${values.index} reviews ${step}`);
  const overridden = values.share("override", step, count, values.number("override_rate", step));
  const calm = overridden.filter((is) => !is).length;
  const escalations = values.number("escalation_rate", step) ?? 0;
  // A share of all decisions; it falls on those that are no override.
  const share = calm === 0 ? 0 : Math.min(1, (escalations * count) / calm);
  const escalated = values.share("escalate", step, calm, share);
  const by = values.name("reviewer", step);
  let [decided, kept] = [0, 0];
  return predictions
    .filter((_, i) => reviewed[i] === true)
    .map(({ id, timeMs, label }) => {
      const isOverride = overridden[decided++] === true;
      const isEscalation = !isOverride && escalated[kept++] === true;
      return {
        kind: "oversight",
        id,
        timeMs: timeMs + values.series.reviewDelayMs,
        action: isOverride ? "override" : isEscalation ? "escalate" : "confirm",
        from: label,
        to: isOverride ? values.otherThan(label) : label,
        role: values.name("role", step) ?? "",
        reviewSeconds: values.number("review_seconds", step),
        ...(by === undefined ? {} : { by }),
      };
    });
}
