import type { Scores } from "../evidence/scores.ts";
import { calibrate } from "../statistics/calibration.ts";
import { totalOf } from "../statistics/count-pair.ts";
import { addBins } from "./add-bins.ts";

/** Fewer predictions of a label than this may lie apart from the other's by chance. */
const PREDICTIONS_MIN = 20;

/**
 * The label, of two, whose predictions carry the score of the other one; null where there is none.
 *
 * A score should be of the label it came with. Many senders give that of one class with every label,
 * and decide at a threshold: then all scores of one label lie below all of the other's, and the
 * lower they are the more often that label is right. Both have to be seen.
 */
export function scoreOfAnother(pairs: Scores["pairs"]): string | null {
  const labels = Object.entries(pairs).map(([label, truths]) => learned(label, truths));
  const [a, b] = labels.toSorted((left, right) => left.highest - right.highest);
  if (labels.length !== 2 || a === undefined || b === undefined) return null;
  const isApart =
    a.highest <= b.lowest && a.lowest < b.lowest && Math.min(a.size, b.size) >= PREDICTIONS_MIN;
  // Turned round, so that a tie (such as a label that is always right) counts for the mirror.
  const turned = calibrate({ n: a.n.toReversed(), hits: a.hits.toReversed() });
  return isApart && turned?.direction === "increasing" ? a.label : null;
}

function learned(
  label: string,
  truths: Readonly<Record<string, readonly number[]>>,
): {
  readonly label: string;
  readonly n: readonly number[];
  readonly hits: readonly number[];
  readonly size: number;
  readonly lowest: number;
  readonly highest: number;
} {
  let n: readonly number[] = [];
  let hits: readonly number[] = [];
  for (const [truth, counts] of Object.entries(truths)) {
    n = addBins(n, counts);
    hits = addBins(hits, truth === label ? counts : counts.map(() => 0));
  }
  return {
    label,
    n,
    hits,
    size: totalOf(n),
    lowest: n.findIndex((count) => count > 0),
    highest: n.findLastIndex((count) => count > 0),
  };
}
