import type { Baseline } from "../profile/baseline.ts";
import { totalOf } from "../statistics/count-pair.ts";
import { decidedOf } from "./decided.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";
import { measureProportion } from "./proportion.ts";

/** Below one in fifty, people confirm whatever they are shown, however good the model is. */
const SHARE_MIN = 0.02;
/** Who looks finds at least this share of the model's errors. */
const FOUND_MIN = 0.25;

/**
 * How far the override rate lies below what real reviews would show: a quarter of the errors to be
 * expected, and at least 2 %. Above 0 is the sign of rubber-stamping.
 *
 * The expected error rate is 1 − the accuracy that the approved baseline states or, without one,
 * that of its scores with outcomes. Where it says neither, the 2 % alone decide.
 */
export const overrideShortfall: Metric = {
  id: "override_shortfall",
  title: "Overrides missing",
  unit: "1",
  display: "percent",
  worse: "higher",
  evidence: "reviews",
  isSigned: true,
  measure: (family, context) =>
    family.map((group) => {
      const reviews = evidenceOf(group, "reviews");
      const { overridden, decided } = decidedOf(reviews);
      const expectedErrorRate = expectedErrors(context.baseline);
      const expected = Math.max(SHARE_MIN, FOUND_MIN * (expectedErrorRate ?? 0));
      const rate = measureProportion(
        {
          successes: overridden,
          trials: decided,
          unit: "confirmations and overrides",
          detail: { actions: reviews.actions, expected, expectedErrorRate },
        },
        context,
      );
      if (rate.kind !== "measured") return rate;
      return {
        ...rate,
        value: expected - rate.value,
        lower: rate.upper === null ? null : expected - rate.upper,
        upper: rate.lower === null ? null : expected - rate.lower,
        detail: { ...rate.detail, rate: rate.value },
      };
    }),
  source: "Parasuraman & Manzey (2010), Human Factors 52(3), on automation bias; Wilson bounds",
};

function expectedErrors(baseline: Baseline | null): number | null {
  if (baseline?.rates.accuracy !== undefined) return 1 - baseline.rates.accuracy;
  let [right, all] = [0, 0];
  for (const [label, truths] of Object.entries(baseline?.scores ?? {})) {
    for (const [truth, counts] of Object.entries(truths)) {
      const predictions = totalOf(counts);
      all += predictions;
      if (truth === label) right += predictions;
    }
  }
  return all === 0 ? null : 1 - right / all;
}
