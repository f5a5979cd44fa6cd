import type { ObservedPrediction, ObservedScore } from "../evidence/record.ts";
import type { StepValues } from "./step-values.ts";

/** What the checks of a step said of its predictions: of all of them, where no share of the checked is given. */
export function madeScores(
  values: StepValues,
  step: number,
  predictions: readonly ObservedPrediction[],
): readonly ObservedScore[] {
  const checks = Object.keys(values.series.values).filter((key) => key.startsWith("check."));
  return checks.flatMap((key) => {
    const name = key.slice("check.".length);
    const failedShare = values.number(key, step);
    if (failedShare === null) return [];
    const share = values.number(`checked.${name}`, step) ?? 1;
    const looked = values.share(`checked.${name}`, step, predictions.length, share);
    const checked = predictions.filter((_, i) => looked[i] === true);
    const failed = values.share(key, step, checked.length, failedShare);
    return checked.map(({ id, timeMs }, i) => ({
      kind: "score" as const,
      id,
      timeMs,
      name,
      passed: failed[i] !== true,
    }));
  });
}
