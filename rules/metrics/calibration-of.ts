import type { Baseline } from "../profile/baseline.ts";
import { type Calibration, calibrate } from "../statistics/calibration.ts";

/** What an approved baseline teaches about the scores of one predicted label. */
export interface Learned {
  readonly calibration: Calibration;
  /** The baseline's labelled predictions by bin. */
  readonly n: readonly number[];
}

/** Null where the baseline has no outcome of that label. */
export function calibrationOf(
  baseline: Baseline | null,
  label: string,
  isHit: (truth: string) => boolean,
): Learned | null {
  const scores = baseline?.scores ?? {};
  const truths = Object.hasOwn(scores, label) ? (scores[label] ?? {}) : {};
  let n: readonly number[] = [];
  let hits: readonly number[] = [];
  for (const [truth, counts] of Object.entries(truths)) {
    n = counts.map((count, bin) => count + (n[bin] ?? 0));
    hits = counts.map((count, bin) => (isHit(truth) ? count : 0) + (hits[bin] ?? 0));
  }
  const calibration = calibrate({ n, hits });
  return calibration === null ? null : { calibration, n };
}
