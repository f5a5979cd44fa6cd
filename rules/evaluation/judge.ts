import type { Control, Proof } from "../control/control.ts";
import { limitInWords, type ResolvedLimit, resolveLimit } from "../control/resolve-limit.ts";
import type { Measurement } from "../metrics/measurement.ts";
import type { Baseline } from "../profile/baseline.ts";
import type { Verdict } from "./verdict.ts";

type Measured = Extract<Measurement, { kind: "measured" }>;

/**
 * The verdict on one measurement. Total and pure.
 *
 * `proof: measured`: the value decides. `proof: confidence`: pass when the bound on the limit's side
 * is inside the limit, breach when the other bound is beyond it, inconclusive between. A value on
 * the limit is inside. A bound that is missing proves nothing. A false-alarm budget is for `weigh`:
 * without the past it is inconclusive. `baseline` is that of the instance's system, for limits that
 * are ratios of its rates.
 */
export function judge(
  control: Control,
  measurement: Measurement,
  baseline: Baseline | null,
): Verdict {
  switch (measurement.kind) {
    case "insufficient":
      return { kind: "inconclusive", reason: measurement.reason, measured: null };
    case "no_data":
      return control.noData === "breach"
        ? { kind: "breach", measured: absence(measurement.reason), bound: "data in every window" }
        : measurement;
    case "measured":
      return judgeMeasured(control, measurement, baseline);
  }
}

function judgeMeasured(control: Control, measured: Measured, baseline: Baseline | null): Verdict {
  if (!Number.isFinite(measured.value)) {
    return { kind: "error", reason: `${control.measure} is not a finite number` };
  }
  const limit = resolveLimit(control.limit, control.measure, baseline);
  const recovery = resolveLimit(control.recover.limit, control.measure, baseline);
  if (limit === null || recovery === null) {
    const reason = `the limit is a ratio, and no approved baseline says the ${control.measure}`;
    return { kind: "inconclusive", reason, measured };
  }
  if (control.proof.kind === "budget") {
    const reason =
      "one window alone proves nothing: its evidence has to be weighed with what came before";
    return { kind: "inconclusive", reason, measured };
  }
  const range = certainty(control.proof, measured);
  if (isBeyond(range, limit)) {
    return { kind: "breach", measured, bound: limitInWords(control.measure, limit) };
  }
  if (!isInside(range, limit)) {
    const reason = `a sample of ${measured.n} proves neither ${limitInWords(control.measure, limit)} nor a breach of it`;
    return { kind: "inconclusive", reason, measured };
  }
  const warn = control.warn === null ? null : resolveLimit(control.warn, control.measure, baseline);
  return {
    kind: "pass",
    measured,
    recovered: isInside(range, recovery),
    warned: warn !== null && isBeyond(range, warn),
  };
}

/** Where the truth lies, as far as the proof asks to know it. */
interface Range {
  readonly low: number;
  readonly high: number;
}

function certainty(proof: Proof, { value, lower, upper }: Measured): Range {
  return proof.kind === "measured"
    ? { low: value, high: value }
    : { low: lower ?? -Infinity, high: upper ?? Infinity };
}

function isInside({ low, high }: Range, { min, max }: ResolvedLimit): boolean {
  return (min === null || low >= min) && (max === null || high <= max);
}

function isBeyond({ low, high }: Range, { min, max }: ResolvedLimit): boolean {
  return (min !== null && high < min) || (max !== null && low > max);
}

/** `no_data: breach` still has to say what was measured: nothing. */
function absence(reason: string): Measured {
  return { kind: "measured", value: 0, lower: null, upper: null, n: 0, detail: { noData: reason } };
}
