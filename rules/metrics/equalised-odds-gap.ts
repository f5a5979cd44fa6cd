import { falsePositiveRateGaps, truePositiveRateGaps } from "./confusion-gaps.ts";
import type { Measurement } from "./measurement.ts";
import type { Metric } from "./metric.ts";

/**
 * The larger of a segment's two gaps: of its true-positive rate to the highest, and of its
 * false-positive rate to the lowest. Over all segments its maximum is the equalised-odds difference.
 *
 * Each gap is bounded at half the risk, so that both bounds hold together. A segment is assessable
 * where both of its rates are.
 */
export const equalisedOddsGap: Metric = {
  id: "equalised_odds_gap",
  title: "Equalised odds gap",
  unit: "1",
  display: "percent",
  worse: "higher",
  evidence: "decisions",
  needs: ["outcomes", "label"],
  comparesSegments: true,
  measure: (family, context) => {
    const shared = { ...context, confidence: 1 - (1 - context.confidence) / 2 };
    const missed = truePositiveRateGaps(family, shared);
    const flagged = falsePositiveRateGaps(family, shared);
    return missed.map((gap, i) => larger(gap, flagged[i]));
  },
  source: "Hardt, Price & Srebro (2016), NeurIPS; Newcombe (1998) bounds, method 10",
};

/** What the details of both gaps say alike. */
const SHARED: readonly string[] = ["positive", "predictions", "labelled", "correct"];

function larger(missed: Measurement, flagged: Measurement | undefined): Measurement {
  if (missed.kind !== "measured" || flagged === undefined) return missed;
  if (flagged.kind !== "measured") return flagged;
  const shared = Object.entries(missed.detail).filter(([key]) => SHARED.includes(key));
  return {
    kind: "measured",
    value: Math.max(missed.value, flagged.value),
    lower: Math.max(missed.lower ?? -1, flagged.lower ?? -1),
    upper: Math.max(missed.upper ?? 1, flagged.upper ?? 1),
    n: missed.n + flagged.n,
    detail: {
      ...Object.fromEntries(shared),
      truePositiveRate: gapOnly(missed.value, missed.detail),
      falsePositiveRate: gapOnly(flagged.value, flagged.detail),
    },
  };
}

/** What one of the two gaps adds to what they share. */
function gapOnly(
  gap: number,
  detail: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const own = Object.entries(detail).filter(([key]) => !SHARED.includes(key));
  return { gap, ...Object.fromEntries(own) };
}
