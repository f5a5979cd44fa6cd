import { formatValue } from "../../metrics/format.ts";
import { clopperPearsonBounds } from "../../statistics/clopper-pearson.ts";
import type { Control } from "../control.ts";
import { measureRules } from "../measures.ts";

/** What samples of a rate can prove. Shares of the sample; `upper` limits are mirrored for floors. */
export interface Sensitivity {
  /** Fewer cannot prove a pass, even without one bad event. */
  readonly passSample: number;
  /** The sample that the other numbers are of: `passSample`, or the control's minimum where larger. */
  readonly sample: number;
  /** Up to this share of bad events is a proven pass. */
  readonly passShare: number;
  /** From this share of bad events on is a proven breach; null where not even all of them are. */
  readonly breachShare: number | null;
}

/**
 * What a control of a plain rate, with a confidence and one fixed bound, can prove; null for any other.
 *
 * Exact (Clopper–Pearson), for one instance: `correct_for` needs more. A few hundred bounds.
 */
export function sensitivityOf(control: Control): Sensitivity | null {
  const { measure, limit, proof, minSample } = control;
  if (proof.kind !== "confidence" || measureRules(measure).budget !== "rate") return null;
  const allowed = limit.max ?? (limit.min === undefined ? undefined : 1 - limit.min);
  if (allowed === undefined || allowed <= 0 || allowed >= 1) return null;
  const { confidence } = proof;
  // Without a bad event the upper bound is 1 − (1 − c)^(1/n).
  const passSample = Math.ceil(Math.log(1 - confidence) / Math.log(1 - allowed));
  const sample = Math.max(passSample, minSample);
  if (sample > SAMPLE_MAX) return null;
  const bounds = (bad: number): { readonly lower: number; readonly upper: number } =>
    clopperPearsonBounds({ successes: bad, trials: sample, confidence });
  // Both bounds rise with the bad events, so the edges can be halved in on.
  const passes = firstWhere(sample, (bad) => bounds(bad).upper > allowed) - 1;
  const breaches = firstWhere(sample, (bad) => bounds(bad).lower > allowed);
  return {
    passSample,
    sample,
    passShare: Math.max(0, passes) / sample,
    breachShare: breaches > sample ? null : breaches / sample,
  };
}

/** Beyond this nobody waits for a window. */
const SAMPLE_MAX = 100_000_000;

/** The least count from 0 to `max` that is so, or `max` + 1. `isSo` stays true once it is. */
function firstWhere(max: number, isSo: (count: number) => boolean): number {
  let [low, high] = [0, max + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isSo(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What can be seen with the sample, in words; none where the file alone does not say. */
export function sensitivityInWords(control: Control): readonly string[] {
  if (control.proof.kind === "budget") {
    return [
      "how soon a breach is proven depends on how far it is beyond the limit: tiltmeter controls backtest shows it on your data",
    ];
  }
  const found = sensitivityOf(control);
  if (found === null) return [];
  const isFloor = control.limit.max === undefined;
  const share = (bad: number): string => formatValue(control.measure, isFloor ? 1 - bad : bad);
  const side = isFloor ? ["at least", "at most"] : ["at most", "at least"];
  const breach =
    found.breachShare === null
      ? "and no value proves a breach"
      : `and ${side[1]} ${share(found.breachShare)} a breach`;
  return [
    `it takes ${found.passSample} to prove a pass when all are well`,
    `with ${found.sample}, ${side[0]} ${share(found.passShare)} proves a pass ${breach}`,
  ];
}
