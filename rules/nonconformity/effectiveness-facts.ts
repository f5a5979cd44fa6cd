import type { Verdict } from "../evaluation/verdict.ts";
import type { Labels } from "../evidence/labels.ts";
import type { Measurement } from "../metrics/measurement.ts";
import type { Episode } from "./nonconformity.ts";

/** One evaluation since the start, of the newest revision of its data. */
export interface LookedAt {
  readonly instance: Labels;
  readonly revision: string;
  readonly windowEndMs: number;
  readonly verdict: Verdict;
  /** In a planned maintenance, in which a breach raises nothing. */
  readonly isMuted: boolean;
}

/** What is known when a plan is judged. */
export interface EffectivenessFacts {
  readonly nowMs: number;
  /** The actions were done. */
  readonly startMs: number;
  /** End of the last window that has closed and was judged, or should have been. */
  readonly lastEndMs: number;
  /** Windows that end before were not read. */
  readonly readFromMs: number;
  /** Revision of the control in force; null: no control of this id is enforced. */
  readonly revision: string | null;
  /** Revision → in what it demands less than the planned one; null or absent: that cannot be told. */
  readonly weaker: Readonly<Record<string, readonly string[] | null>>;
  /** Digest of the baseline that the control compares with; null: none. */
  readonly baseline: string | null;
  readonly evaluations: readonly LookedAt[];
  /** Of the record. */
  readonly episodes: readonly Episode[];
  /** Everything since the start measured at once at the plan's confidence; null where it could not be. */
  readonly pooled:
    | readonly { readonly instance: Labels; readonly measurement: Measurement }[]
    | null;
  /** Why there is no pooled measurement, or why nothing comes in; null: nothing is known to stand in the way. */
  readonly note: string | null;
}
