import { type Baseline, SCORE_BINS, scoreBin } from "@tiltmeter/rules";

/** Past answers whose truth is known, by column, all of one length; null in any: the row does not count. */
export interface ScoreRows {
  readonly label: readonly (string | null)[];
  /** The model's confidence in the label, in [0, 1]. */
  readonly score: readonly (number | null)[];
  readonly truth: readonly (string | null)[];
}

/**
 * Counts rows as a baseline keeps them: by label, truth and bin of the score. As in the evidence, an
 * empty label or truth and a score that is NaN or outside [0, 1] do not count. O(rows).
 */
export function countScores(rows: ScoreRows): NonNullable<Baseline["scores"]> {
  const pairs = new Map<string, Map<string, number[]>>();
  rows.label.forEach((label, i) => {
    const [score, truth] = [rows.score[i] ?? null, rows.truth[i]];
    const bin = score === null ? null : scoreBin(score);
    if (!label || !truth || bin === null) return;
    const row = pairs.get(label) ?? new Map<string, number[]>();
    pairs.set(label, row);
    const counts = row.get(truth) ?? new Array<number>(SCORE_BINS).fill(0);
    row.set(truth, counts);
    counts[bin] = (counts[bin] ?? 0) + 1;
  });
  return Object.fromEntries([...pairs].map(([label, row]) => [label, Object.fromEntries(row)]));
}
