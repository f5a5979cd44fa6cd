import { addCounts } from "./add-counts.ts";

/** What the model decided and, where the truth is known, what was right: by prediction cohort. */
export interface Decisions {
  readonly kind: "decisions";
  /** Predicted label → predictions with it (status ok only, empty labels left out). */
  readonly predicted: Readonly<Record<string, number>>;
  /** Predicted label → true label → predictions; only those with an outcome. */
  readonly pairs: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export function emptyDecisions(): Decisions {
  return { kind: "decisions", predicted: {}, pairs: {} };
}

export function mergeDecisions(a: Decisions, b: Decisions): Decisions {
  const pairs = new Map(Object.entries(a.pairs));
  for (const [label, row] of Object.entries(b.pairs)) {
    pairs.set(label, addCounts(pairs.get(label) ?? {}, row));
  }
  return {
    kind: "decisions",
    predicted: addCounts(a.predicted, b.predicted),
    pairs: Object.fromEntries(pairs),
  };
}
