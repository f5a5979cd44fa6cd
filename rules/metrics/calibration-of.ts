import type { Baseline } from "../profile/baseline.ts";
import { type Calibration, calibrate } from "../statistics/calibration.ts";

/**
 * What an approved baseline teaches about the scores of one predicted label; null where it has no
 * outcome of that label.
 */
export function calibrationOf(
  baseline: Baseline | null,
  label: string,
  isHit: (truth: string) => boolean,
): Calibration | null {
  const scores = baseline?.scores ?? {};
  const truths = Object.hasOwn(scores, label) ? (scores[label] ?? {}) : {};
  let n: readonly number[] = [];
  let hits: readonly number[] = [];
  for (const [truth, counts] of Object.entries(truths)) {
    n = counts.map((count, bin) => count + (n[bin] ?? 0));
    hits = counts.map((count, bin) => (isHit(truth) ? count : 0) + (hits[bin] ?? 0));
  }
  return calibrate({ n, hits });
}
