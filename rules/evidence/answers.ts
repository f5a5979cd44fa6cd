/** How many answers were good, by the definition of the request (`good`). */
export interface Answers {
  readonly kind: "answers";
  readonly predictions: number;
  /** 0 ≤ good ≤ predictions. A prediction without a measured latency is good where a latency is asked for: unknown is no failure. */
  readonly good: number;
}

export function emptyAnswers(): Answers {
  return { kind: "answers", predictions: 0, good: 0 };
}

export function mergeAnswers(a: Answers, b: Answers): Answers {
  return { kind: "answers", predictions: a.predictions + b.predictions, good: a.good + b.good };
}
