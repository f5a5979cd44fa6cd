/** What some calls of one model took on one day. */
export interface Usage {
  readonly provider: string;
  /** The model that answered; where only the request is known, the one that was asked for. */
  readonly model: string;
  /** Counted from 1970 in UTC. */
  readonly day: number;
  readonly calls: number;
  /** Calls that failed: what they took is in the sums where it is known, and is not missed where it is not. */
  readonly errors: number;
  /** Calls that were answered and do not say their tokens. */
  readonly unmeasured: number;
  /** All of it, what was read from and written to a cache included. */
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly cacheWriteTokens: number;
  readonly outputTokens: number;
}
