import type { Model } from "./prediction.ts";

/**
 * What a process counted of one feature in one window, sent instead of the values.
 *
 * Several profiles of one window and feature add up, whoever sends them and in whatever order. A
 * profile has no id: what it says is true once for every time that it is said.
 */
export interface Profile {
  readonly kind: "profile";
  /** The window's start, Unix milliseconds. */
  readonly timeMs: number;
  /** The window's length in milliseconds, 60,000 for this SDK. */
  readonly windowMs: number;
  readonly model: Model;
  /** Segment name → segment value, the same for all that was counted. */
  readonly segment: Readonly<Record<string, string>>;
  readonly feature: string;
  /** Digest of the baseline whose cells are counted; `""`: none, then only missing ones are counted. */
  readonly baseline: string;
  /** Predictions that were counted, the missing ones included. */
  readonly predictions: number;
  /** Of these, predictions without a cell: no value, NaN, or a kind of value that the feature has not. */
  readonly missing: number;
  /** Of `missing`. */
  readonly notANumber: number;
  /** Of `missing`. */
  readonly wrongType: number;
  /** Of those in a cell: infinities. */
  readonly infinite: number;
  /** Exact extremes of the finite values; null where there is none, or where they may not leave. */
  readonly min: number | null;
  readonly max: number | null;
  /** Cell → values in it, without the empty ones. A cell of sums may be negative. */
  readonly cells: Readonly<Record<string, number>>;
  /** Sign, exponent and top three mantissa bits of a double (0 to 32,767) → finite values. */
  readonly magnitudes: Readonly<Record<string, number>>;
  /** Exact sums of the finite values, as text; `""` where there is none, or where they may not leave. */
  readonly sum: string;
  readonly sumOfSquares: string;
}
