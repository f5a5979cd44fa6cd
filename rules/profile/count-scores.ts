import { SCORE_BINS, scoreBin } from "../evidence/scores.ts";
import type { Baseline } from "./baseline.ts";
import type { ColumnValue } from "./column-value.ts";

/**
 * Counts three columns, one row a prediction, into what a baseline keeps of scores: predicted label
 * → true label → predictions by score bin.
 *
 * Labels and truths are taken as text. Rows without a label or a truth are left out, and so are those
 * whose score is no number in [0, 1]. O(rows).
 */
export function countScores(columns: {
  readonly label: readonly ColumnValue[];
  readonly score: readonly ColumnValue[];
  readonly truth: readonly ColumnValue[];
}): NonNullable<Baseline["scores"]> {
  const pairs = new Map<string, Map<string, number[]>>();
  columns.score.forEach((score, row) => {
    const [label, truth] = [textOf(columns.label[row]), textOf(columns.truth[row])];
    const bin = typeof score === "number" ? scoreBin(score) : null;
    if (label === "" || truth === "" || bin === null) return;
    const truths = pairs.get(label) ?? new Map<string, number[]>();
    pairs.set(label, truths);
    const counts = truths.get(truth) ?? new Array<number>(SCORE_BINS).fill(0);
    truths.set(truth, counts);
    counts[bin] = (counts[bin] ?? 0) + 1;
  });
  return Object.fromEntries(
    [...pairs].map(([label, truths]) => [label, Object.fromEntries(truths)]),
  );
}

function textOf(value: ColumnValue): string {
  return value === null || value === undefined || Number.isNaN(value) ? "" : String(value);
}
