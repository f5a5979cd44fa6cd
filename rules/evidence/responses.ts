/**
 * Whether people decided about predictions, and how soon: by the time of the prediction. Predictions
 * that were made in shadow of a suspension answered nobody, and are left out.
 */
export interface Responses {
  readonly kind: "responses";
  readonly predictions: number;
  /** Predictions that somebody confirmed, overrode, escalated, abstained from or stopped. */
  readonly reviewed: number;
  /** Of the reviewed, those whose first decision came within the request's `withinMs`. */
  readonly inTime: number;
}

export function emptyResponses(): Responses {
  return { kind: "responses", predictions: 0, reviewed: 0, inTime: 0 };
}

export function mergeResponses(a: Responses, b: Responses): Responses {
  return {
    kind: "responses",
    predictions: a.predictions + b.predictions,
    reviewed: a.reviewed + b.reviewed,
    inTime: a.inTime + b.inTime,
  };
}
