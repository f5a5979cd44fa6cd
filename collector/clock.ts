/** The only place that reads the wall clock. Everything else is handed one of these. */
export interface Clock {
  /** Unix milliseconds. */
  readonly now: () => number;
}

export const systemClock: Clock = { now: () => Date.now() };
