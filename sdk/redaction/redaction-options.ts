import type { Scalar } from "../scalars.ts";
import type { UserPattern } from "./mask.ts";

/**
 * What leaves of a field.
 *
 * - `keep`: the value as it is.
 * - `hash`: HMAC-SHA-256 under the hash key, its first 32 hex digits. Equal values stay equal, so groups and joins work.
 * - `mask`: the text with personal data and secrets replaced by what they are, e.g. `[email]`.
 * - `bucket`: of ascending numbers, between which two the value lies (`<20000`, `20000..50000`, `>=50000`); of words, the value
 *   where it is one of them, else `other`.
 * - `drop`: nothing.
 * - A function: what it returns; undefined: nothing. It is synchronous, and gets neither null nor undefined.
 *
 * Fails closed: where a policy throws or cannot judge a value (a word in a bucket of numbers, `hash` without a key), the
 * field is left out and counted as `redaction.failed`.
 */
export type FieldPolicy =
  | "keep"
  | "hash"
  | "mask"
  | "drop"
  | { readonly bucket: readonly number[] | readonly string[] }
  | ((value: NonNullable<Scalar>) => Scalar);

/** Policies by the name of a feature or segment; `"*"` is for every other one. */
export type PoliciesByName = Readonly<Record<string, FieldPolicy>>;

/** Which policy holds for which field. */
export interface RedactionOptions {
  /** For every field below that says nothing else, but ids. Left out: `mask` for `reason` and `summary`, else `keep`. */
  readonly default?: FieldPolicy;
  readonly features?: PoliciesByName;
  readonly segment?: PoliciesByName;
  /** Labels of predictions, outcomes and scores, and what a review changes `from` and `to`. */
  readonly label?: FieldPolicy;
  readonly subject?: FieldPolicy;
  /** Who reviewed, or raised a concern. */
  readonly actor?: FieldPolicy;
  /** Why somebody decided otherwise. */
  readonly reason?: FieldPolicy;
  /** Of concerns and changes, and what was changed `from` and `to`. */
  readonly summary?: FieldPolicy;
  /** Of a conversation with a generative model. */
  readonly conversation?: FieldPolicy;
  /**
   * Ids of predictions and concerns, alike wherever they stand: `keep` (default), `hash`, or a function. A prediction whose
   * id cannot be had gets a generated one; what is said about it by that id is dropped and counted.
   */
  readonly id?: FieldPolicy;
  /** Secret of `hash`, 16 characters at least. Else `TILTMETER_HASH_KEY`. */
  readonly hashKey?: string | undefined;
  /** What `mask` replaces beside what it knows. */
  readonly patterns?: readonly UserPattern[];
}
