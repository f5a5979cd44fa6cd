/** What clients counted themselves of one provider and requested model, and what was told of call by call. */
export interface ClientMetricsItem {
  readonly supplier: string;
  readonly requestModel: string;
  readonly counted: ClientVolume;
  readonly told: ClientVolume;
}

/** Null: nothing says it. */
export interface ClientVolume {
  readonly calls: number | null;
  readonly errors: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}
