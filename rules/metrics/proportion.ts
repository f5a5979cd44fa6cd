import { clopperPearsonBounds } from "../statistics/clopper-pearson.ts";
import type { Measurement } from "./measurement.ts";
import type { MeasureContext } from "./metric.ts";

/**
 * A proportion with its exact bounds: `no_data` without a trial, `insufficient` below the minimum
 * sample.
 */
export function measureProportion(
  of: {
    readonly successes: number;
    readonly trials: number;
    /** What a trial is, in the plural: `predictions`, `reviews`. */
    readonly unit: string;
    readonly detail: Readonly<Record<string, unknown>>;
  },
  context: MeasureContext,
): Measurement {
  const { successes, trials, unit, detail } = of;
  if (trials === 0) return { kind: "no_data", reason: `no ${unit} in the window` };
  if (trials < context.minSample) return belowMinimum(trials, unit, context.minSample);
  const { confidence } = context;
  const { lower, upper } = clopperPearsonBounds({ successes, trials, confidence });
  return {
    kind: "measured",
    value: successes / trials,
    lower,
    upper,
    n: trials,
    proportion: { successes, trials },
    detail,
  };
}

/** Too few to judge by. */
export function belowMinimum(
  n: number,
  unit: string,
  minSample: number,
): Exclude<Measurement, { kind: "measured" }> {
  return { kind: "insufficient", n, reason: `${n} ${unit}, needs ${minSample}` };
}
