/** Oversight decisions by action, by the time of the decision. */
export interface Reviews {
  readonly kind: "reviews";
  /** Action (`confirm`, `override`, …) → decisions. */
  readonly actions: Readonly<Record<string, number>>;
}

export function emptyReviews(): Reviews {
  return { kind: "reviews", actions: {} };
}
