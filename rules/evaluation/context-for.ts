import type { Control } from "../control/control.ts";
import type { MeasureContext } from "../metrics/metric.ts";
import type { Baseline } from "../profile/baseline.ts";

/** Bounds are shown at this confidence where the proof asks for none. */
const CONFIDENCE_SHOWN = 0.95;

/**
 * What a control's measurement needs beside its evidence.
 *
 * With `correct_for` the risk 1 − confidence is shared out evenly over the family (Bonferroni): over
 * all its members together a false alarm is no likelier than the control says.
 * With a false-alarm budget no window is too small to tell chance from drift: windows add up.
 * `fromMs`, the start of the window, is for baselines by hour of the week. `allowed` are the names of the
 * instance's system, for a limit that is the inventory's list; a list in the control needs no telling.
 */
export function contextFor(
  control: Control,
  familySize: number,
  baseline: Baseline | null,
  toMs: number,
  fromMs?: number,
  allowed?: readonly string[] | null,
): MeasureContext {
  const { proof, limit } = control;
  const names = limit.oneOf?.from === "names" ? limit.oneOf.names : allowed;
  const confidence = proof.kind === "confidence" ? proof.confidence : CONFIDENCE_SHOWN;
  const shared = proof.kind === "confidence" && proof.correctFor.length > 0;
  return {
    confidence: 1 - (1 - confidence) / (shared ? Math.max(1, familySize) : 1),
    minSample: control.minSample,
    minCoverage: control.outcomes?.minCoverage ?? 0,
    baseline,
    favourable: control.favourable,
    positive: control.favourable,
    toMs,
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(names === undefined ? {} : { allowed: names }),
    ...(control.check === null ? {} : { check: control.check }),
    ...(proof.kind === "budget"
      ? { tolerance: Infinity }
      : control.limit.max === undefined
        ? {}
        : { tolerance: control.limit.max }),
  };
}
