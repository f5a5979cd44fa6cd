/** How many predictions there were, and how many failed. */
export interface Volume {
  readonly kind: "volume";
  readonly predictions: number;
  /** Predictions whose status is `error`. 0 ≤ errors ≤ predictions. */
  readonly errors: number;
}

export function emptyVolume(): Volume {
  return { kind: "volume", predictions: 0, errors: 0 };
}

export function mergeVolume(a: Volume, b: Volume): Volume {
  return {
    kind: "volume",
    predictions: a.predictions + b.predictions,
    errors: a.errors + b.errors,
  };
}
