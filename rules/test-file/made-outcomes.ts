import type { ObservedOutcome } from "../evidence/record.ts";
import type { MadePredictions } from "./made-predictions.ts";
import type { StepValues } from "./step-values.ts";

/** The truth about each prediction of a step as far as it is told; null: it is not. */
export function madeOutcomes(
  values: StepValues,
  step: number,
  { predictions, truths }: MadePredictions,
  of: {
    readonly name: string;
    readonly accuracy: number | null;
    readonly coverage: number;
    /** When the truth about a prediction of that time is known. */
    readonly knownMs: (timeMs: number) => number;
  },
): readonly (ObservedOutcome | null)[] {
  const n = predictions.length;
  const told = values.share(`${of.name}label_coverage`, step, n, of.coverage);
  const right = values.share(`${of.name}accuracy`, step, n, of.accuracy ?? 1);
  const distance = values.number("absolute_error", step) ?? 0;
  const bias = values.number("bias", step) ?? 0;
  const rank = values.number("rank", step);
  return predictions.map(({ id, timeMs, label, value }, i) => {
    if (told[i] !== true) return null;
    const outcome = { kind: "outcome", id, timeMs: of.knownMs(timeMs) } as const;
    if (rank !== null) return { ...outcome, label: "", value: rank };
    if (value !== null) {
      const off = i % 2 === 0 ? distance : -distance;
      return { ...outcome, label: "", value: value - bias + off };
    }
    const truth = truths?.[i] ?? (right[i] === true ? label : values.otherThan(label));
    return { ...outcome, label: truth, value: null };
  });
}

/** How many of a step's predictions have a truth that becomes known. */
export function coverageOf(values: StepValues, step: number): number {
  const isTold = ["accuracy", "base_rate", "absolute_error", "bias", "rank"].some((key) =>
    values.isGiven(key, step),
  );
  return values.number("label_coverage", step) ?? (isTold ? 1 : 0);
}
