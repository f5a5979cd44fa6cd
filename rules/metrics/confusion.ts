import type { Decisions } from "../evidence/decisions.ts";
import { totalOf } from "../statistics/count-pair.ts";
import type { Measurement } from "./measurement.ts";
import type { MeasureContext } from "./metric.ts";

/** The four counts of a yes-or-no question, out of any number of labels. */
export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

/** How much of a cohort has its truth. */
export interface Coverage {
  readonly predictions: number;
  readonly labelled: number;
  readonly correct: number;
}

export function coverageOf(decisions: Decisions): Coverage {
  let labelled = 0;
  let correct = 0;
  for (const [predicted, row] of Object.entries(decisions.pairs)) {
    for (const [truth, count] of Object.entries(row)) {
      labelled += count;
      if (truth === predicted) correct += count;
    }
  }
  return { predictions: sum(decisions.predicted), labelled, correct };
}

/** Every label but the positive one counts as negative. */
export function confusionOf(decisions: Decisions, positive: string): Confusion {
  let [truePositives, falsePositives, falseNegatives, trueNegatives] = [0, 0, 0, 0];
  for (const [predicted, row] of Object.entries(decisions.pairs)) {
    for (const [truth, count] of Object.entries(row)) {
      if (predicted === positive && truth === positive) truePositives += count;
      else if (predicted === positive) falsePositives += count;
      else if (truth === positive) falseNegatives += count;
      else trueNegatives += count;
    }
  }
  return { truePositives, falsePositives, falseNegatives, trueNegatives };
}

/**
 * Why the outcomes that are there cannot be judged by; null where they can. `unit` is what was
 * predicted or decided, in the plural.
 */
export function labelShortage(
  { predictions, labelled }: Pick<Coverage, "predictions" | "labelled">,
  context: MeasureContext,
  unit = "predictions",
): Measurement | null {
  if (predictions === 0) return { kind: "no_data", reason: `no ${unit} in the window` };
  if (labelled === 0) {
    return { kind: "insufficient", n: 0, reason: `no outcome yet for ${predictions} ${unit}` };
  }
  if (labelled >= context.minCoverage * predictions) return null;
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  return {
    kind: "insufficient",
    n: labelled,
    reason: `outcomes cover ${percent(labelled / predictions)} of ${predictions} ${unit}, needs ${percent(context.minCoverage)}`,
  };
}

function sum(counts: Readonly<Record<string, number>>): number {
  return totalOf(Object.values(counts));
}
