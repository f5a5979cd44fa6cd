import { addCounts } from "./add-counts.ts";

/** Oversight decisions, by the time of the decision. */
export interface Reviews {
  readonly kind: "reviews";
  /** Action (`confirm`, `override`, …) → decisions. */
  readonly actions: Readonly<Record<string, number>>;
  /** Action → geometric cell of the review's seconds (see `latencyCell`) → decisions that say them. */
  readonly dwell: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** What came of the decisions whose prediction and its true label are known. */
  readonly outcomes: ReviewOutcomes;
}

/** Decisions about predictions with a known truth, and who was right. */
export interface ReviewOutcomes {
  readonly confirmed: number;
  /** Of the confirmed, where the model was right. */
  readonly confirmedRight: number;
  readonly overridden: number;
  /** Of the overridden, where the person's label is the truth. Never so without one. */
  readonly overriddenRight: number;
  /** Of the overridden, where the model's label is the truth. */
  readonly overriddenModelRight: number;
}

export function emptyReviews(): Reviews {
  return {
    kind: "reviews",
    actions: {},
    dwell: {},
    outcomes: {
      confirmed: 0,
      confirmedRight: 0,
      overridden: 0,
      overriddenRight: 0,
      overriddenModelRight: 0,
    },
  };
}

export function mergeReviews(a: Reviews, b: Reviews): Reviews {
  const dwell = new Map(Object.entries(a.dwell));
  for (const [action, cells] of Object.entries(b.dwell)) {
    dwell.set(action, addCounts(dwell.get(action) ?? {}, cells));
  }
  return {
    kind: "reviews",
    actions: addCounts(a.actions, b.actions),
    dwell: Object.fromEntries(dwell),
    outcomes: {
      confirmed: a.outcomes.confirmed + b.outcomes.confirmed,
      confirmedRight: a.outcomes.confirmedRight + b.outcomes.confirmedRight,
      overridden: a.outcomes.overridden + b.outcomes.overridden,
      overriddenRight: a.outcomes.overriddenRight + b.outcomes.overriddenRight,
      overriddenModelRight: a.outcomes.overriddenModelRight + b.outcomes.overriddenModelRight,
    },
  };
}
