/** What became of a decision that was made while the requirement was not fulfilled. */
export const REVIEW_DECISIONS = ["upheld", "corrected", "person_informed", "no_remedy"] as const;
export type ReviewDecision = (typeof REVIEW_DECISIONS)[number];

/** How far the re-review of a record's affected decisions has come. */
export interface DecisionReview {
  readonly atMs: number;
  /** Decisions in the breach windows when it was last written. */
  readonly affected: number;
  /** Distinct decisions reviewed so far, by the last word on each. */
  readonly decided: Readonly<Record<ReviewDecision, number>>;
  /** Digests of the lists, oldest first: prediction ids and what was decided. */
  readonly lists: readonly string[];
}

/** The same as one review leaves it: a list of its own is added to those before. */
export type ReviewStanding = Omit<DecisionReview, "lists">;

/** Decisions that were reviewed, however they were decided. */
export function reviewedCount({ decided }: Pick<DecisionReview, "decided">): number {
  return REVIEW_DECISIONS.reduce((sum, decision) => sum + decided[decision], 0);
}

/** Share of the affected decisions that were reviewed, 0 to 1; null where none were affected. */
export function closureShare(review: DecisionReview): number | null {
  return review.affected === 0 ? null : Math.min(1, reviewedCount(review) / review.affected);
}
