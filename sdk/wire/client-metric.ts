/**
 * One data point of a metric about calls of generative models (`gen_ai.client.*`), as a client's own
 * OpenTelemetry sent it. Metrics are not sampled, so they tell how many calls the spans should tell of.
 */
export interface ClientMetric {
  readonly kind: "client_metric";
  /** When the point was taken: the end of what it covers. Unix milliseconds. */
  readonly timeMs: number;
  /** Since when it counts; a later one is a reset. Unix milliseconds, 0 where not said. */
  readonly startMs: number;
  /** `delta`: since `startMs` only; `cumulative`: the running total of its series. */
  readonly temporality: "delta" | "cumulative";
  /** All points of one source with the same attributes: 32 hex digits. Totals are told apart by it. */
  readonly series: string;
  /** E.g. `gen_ai.client.token.usage`. */
  readonly metric: string;
  readonly unit: string;
  /** The provider, normalised; `""` where not said, as below. */
  readonly supplier: string;
  readonly requestModel: string;
  readonly responseModel: string;
  /** chat, embeddings, … */
  readonly operation: string;
  /** input, output, … */
  readonly tokenType: string;
  readonly errorType: string;
  /** Observations of a histogram; null of a counter, which does not say. */
  readonly count: number | null;
  /** Of the values observed; null where a histogram has none. */
  readonly sum: number | null;
}
