import type { Stamp } from "./stamp.ts";

/** Management reviewed the system over a period. What was before it is a document. */
export interface ManagementReviewHeld extends Stamp {
  readonly type: "management_review_held";
  readonly id: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Digest of the pack. */
  readonly document: string;
  /** The ledger that the pack was computed from. */
  readonly asOf: { readonly size: number; readonly root: string };
  readonly summary: string;
}

/** What management decided: an action with an owner and a day. */
export interface ReviewDecided extends Stamp {
  readonly type: "review_decided";
  readonly id: string;
  readonly review: string;
  /** Input that it answers, as the pack names it: `a` to `e`. */
  readonly input: string;
  readonly decision: string;
  readonly owner: string;
  readonly dueMs: number;
}

export interface ReviewActionDone extends Stamp {
  readonly type: "review_action_done";
  /** Of the decision. */
  readonly id: string;
  readonly evidence: string;
}

/** An auditor drew a sample; with the seed anybody draws the same. */
export interface AuditSampled extends Stamp {
  readonly type: "audit_sampled";
  readonly id: string;
  readonly of: "evaluations" | "nonconformities" | "approvals";
  readonly seed: string;
  readonly count: number;
  /** Range that the population is of. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly population: { readonly size: number; readonly digest: string };
  /** Digest of the workpaper. */
  readonly document: string;
  readonly asOf: { readonly size: number; readonly root: string };
}
