import type { Baseline } from "../profile/baseline.ts";
import { type Calibration, calibrate } from "../statistics/calibration.ts";
import { addBins } from "./add-bins.ts";

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
    n = addBins(n, counts);
    hits = addBins(hits, isHit(truth) ? counts : counts.map(() => 0));
  }
  return calibrate({ n, hits });
}
