/** What one more value of a stream says. */
export interface Detection<State> {
  /** What to carry on with: empty again after a drift. */
  readonly state: State;
  readonly drift: boolean;
  /** A drift may be near; only where the method knows warnings, and never together with a drift. */
  readonly warning: boolean;
}

/**
 * A classical change detector: watches one stream, value by value, in the order of time.
 *
 * Offered for parity with other tools. None of them states how often it alarms with nothing wrong,
 * all compare the stream with itself (a slow drift is absorbed into what they expect), the size of
 * their options is in the unit of the data, and their states do not merge over instances. A control
 * with a stated budget of false alarms does not use them. The state is plain data and holds the
 * options: it can be stored as JSON between two values. A value that is not finite is refused.
 */
export interface Detector<Options, State> {
  /** The state before any value. Throws where an option is out of its range. */
  empty(options?: Partial<Options>): State;
  step(state: State, x: number): Detection<State>;
}

/** Throws unless x is finite: a detector that has met NaN or Infinity would never alarm again. */
export function assertFinite(x: number): void {
  if (!Number.isFinite(x)) throw new Error(`a change detector needs finite values, got ${x}`);
}
