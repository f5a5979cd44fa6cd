/** Where a concern stands. */
export const CONCERN_STATUSES = ["reported", "acknowledged", "resolved"] as const;
export type ConcernStatus = (typeof CONCERN_STATUSES)[number];

/**
 * A concern or complaint about a system, by anyone, or what has become of it since: each step is a
 * record of its own under the concern's id, and all are kept.
 */
export interface Concern {
  readonly kind: "concern";
  /** The concern's own id. */
  readonly id: string;
  /** When it was reported, acknowledged or resolved, Unix milliseconds. */
  readonly timeMs: number;
  readonly status: ConcernStatus;
  /** `complaint`, `appeal`, `bias` or a word of your own; `""` where not given. */
  readonly concern: string;
  /** In people's words; `""` where not given. */
  readonly summary: string;
  /** Pseudonym of who reported, acknowledged or resolved it; `""`: anonymous. */
  readonly by: string;
}
