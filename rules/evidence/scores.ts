/** How finely scores are kept: bin i holds the scores in [i/200, (i+1)/200), the last one also 1. */
export const SCORE_BINS = 200;

/**
 * How sure the model was of what it decided and, where the truth is known, whether it was right: by
 * prediction cohort. Every list has `SCORE_BINS` counts.
 */
export interface Scores {
  readonly kind: "scores";
  /** Predicted label → predictions by bin (status ok, label not empty, a score in [0, 1]). */
  readonly predicted: Readonly<Record<string, readonly number[]>>;
  /** Predicted label → true label → predictions by bin; only those with an outcome label. */
  readonly pairs: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  /** Such predictions whose score is NaN or outside [0, 1]: in no bin. */
  readonly outside: number;
}

export function emptyScores(): Scores {
  return { kind: "scores", predicted: {}, pairs: {}, outside: 0 };
}

/** The bin of a score: min(199, ⌊200 · score⌋); null for NaN and outside [0, 1]. */
export function scoreBin(score: number): number | null {
  return score >= 0 && score <= 1 ? Math.min(SCORE_BINS - 1, Math.floor(score * SCORE_BINS)) : null;
}

export function mergeScores(a: Scores, b: Scores): Scores {
  const pairs = new Map(Object.entries(a.pairs));
  for (const [label, row] of Object.entries(b.pairs)) {
    pairs.set(label, addBins(pairs.get(label) ?? {}, row));
  }
  return {
    kind: "scores",
    predicted: addBins(a.predicted, b.predicted),
    pairs: Object.fromEntries(pairs),
    outside: a.outside + b.outside,
  };
}

type Bins = Readonly<Record<string, readonly number[]>>;

function addBins(a: Bins, b: Bins): Bins {
  const sum = new Map(Object.entries(a));
  for (const [label, counts] of Object.entries(b)) {
    const before = sum.get(label);
    sum.set(
      label,
      before === undefined ? counts : counts.map((count, i) => count + (before[i] ?? 0)),
    );
  }
  return Object.fromEntries(sum);
}
