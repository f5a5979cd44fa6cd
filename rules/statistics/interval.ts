/** A lower and an upper bound. Who makes it says at which confidence, and whether per side. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}
