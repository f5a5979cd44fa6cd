import { addCounts } from "./add-counts.ts";

/** Oversight decisions by action, by the time of the decision. */
export interface Reviews {
  readonly kind: "reviews";
  /** Action (`confirm`, `override`, …) → decisions. */
  readonly actions: Readonly<Record<string, number>>;
}

export function emptyReviews(): Reviews {
  return { kind: "reviews", actions: {} };
}

export function mergeReviews(a: Reviews, b: Reviews): Reviews {
  return { kind: "reviews", actions: addCounts(a.actions, b.actions) };
}
