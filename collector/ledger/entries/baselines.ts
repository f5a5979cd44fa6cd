import type { Stamp } from "./stamp.ts";

/** The distribution itself is in the content store, under its digest. */
export interface BaselineCreated extends Stamp {
  readonly type: "baseline_created";
  readonly digest: string;
  readonly system: string;
  readonly name: string;
  readonly version: number;
  readonly createdMs: number;
  readonly rows: number;
  /**
   * Approving this approves a rule: while it is in force, a new version is made of the last `days`
   * days every `everyDays` days. `rule` is the digest of the version that was approved, in its renewals.
   */
  readonly rolling?: { readonly days: number; readonly everyDays: number; readonly rule?: string };
}

export interface BaselineApproved extends Stamp {
  readonly type: "baseline_approved";
  readonly digest: string;
  /** Digest of the rolling baseline whose approval this follows from; absent where a person approved it. */
  readonly rule?: string;
}
