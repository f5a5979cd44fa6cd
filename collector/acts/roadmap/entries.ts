/*
 * Entries as the ledger records them, declared again as far as acts write and read them: rooms do not
 * import rooms.
 */
interface Stamp {
  readonly atMs: number;
  readonly by: string;
}

export interface ApprovalGiven extends Stamp {
  readonly type: "approval_given";
  readonly subject: "policy" | "objective" | "control";
  readonly id: string;
  readonly version: string;
  readonly rationale: string;
  readonly backtest: string | null;
  readonly weakened: readonly string[];
}

export interface PolicyAcknowledged extends Stamp {
  readonly type: "policy_acknowledged";
  readonly policy: string;
  readonly version: number;
}

export interface ClauseAttested extends Stamp {
  readonly type: "clause_attested";
  readonly id: string;
  readonly framework: string;
  readonly clause: string;
  readonly statement: string;
  readonly evidence: string;
  readonly expiresMs: number;
}

export interface AttestationWithdrawn extends Stamp {
  readonly type: "attestation_withdrawn";
  readonly id: string;
  readonly reason: string;
}

export interface ReassessmentDue extends Stamp {
  readonly type: "reassessment_due";
  readonly key: string;
  readonly system: string;
  readonly cause: "model" | "prompt" | "population" | "supplier" | "purpose";
  readonly detail: string;
  readonly sinceMs: number;
  readonly dueMs: number;
}

export interface AssessmentRecorded extends Stamp {
  readonly type: "assessment_recorded";
  readonly id: string;
  readonly system: string;
  readonly conclusion: string;
  readonly evidence: string;
  readonly risks: readonly {
    readonly id: string;
    readonly likelihood: number;
    readonly severity: number;
    readonly observed: number | null;
    readonly windows: number;
  }[];
}

export interface CalibrationPlanned extends Stamp {
  readonly type: "calibration_planned";
  readonly id: string;
  readonly system: string;
  readonly role: string;
  readonly items: number;
  readonly errors: number;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly plan: string;
}

export interface CalibrationRecorded extends Stamp {
  readonly type: "calibration_recorded";
  readonly id: string;
  readonly results: readonly {
    readonly role: string;
    readonly reviewers: number;
    readonly seeded: number;
    readonly detected: number;
    readonly sound: number;
    readonly falseAlarms: number;
  }[];
}

export interface StopDrillRecorded extends Stamp {
  readonly type: "stop_drill_recorded";
  readonly id: string;
  readonly system: string;
  readonly heldMs: number;
  readonly role: string;
  readonly outcome: "stopped" | "not_stopped";
  readonly afterMs: number | null;
  readonly targetMs: number | null;
  readonly notes: string;
}

/** What the ledger stood at. */
export interface AsOf {
  readonly size: number;
  readonly root: string;
}

export interface ManagementReviewHeld extends Stamp {
  readonly type: "management_review_held";
  readonly id: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly document: string;
  readonly asOf: AsOf;
  readonly summary: string;
}

export interface ReviewDecided extends Stamp {
  readonly type: "review_decided";
  readonly id: string;
  readonly review: string;
  readonly input: string;
  readonly decision: string;
  readonly owner: string;
  readonly dueMs: number;
}

export interface ReviewActionDone extends Stamp {
  readonly type: "review_action_done";
  readonly id: string;
  readonly evidence: string;
}

export interface AuditSampled extends Stamp {
  readonly type: "audit_sampled";
  readonly id: string;
  readonly of: "evaluations" | "nonconformities" | "approvals";
  readonly seed: string;
  readonly count: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly population: { readonly size: number; readonly digest: string };
  readonly document: string;
  readonly asOf: AsOf;
}

export type RoadmapEntry =
  | ApprovalGiven
  | PolicyAcknowledged
  | ClauseAttested
  | AttestationWithdrawn
  | ReassessmentDue
  | AssessmentRecorded
  | CalibrationPlanned
  | CalibrationRecorded
  | StopDrillRecorded
  | ManagementReviewHeld
  | ReviewDecided
  | ReviewActionDone
  | AuditSampled;

/** Every such entry so far, by kind, oldest first. */
export type Roadmap = {
  readonly [K in RoadmapEntry["type"]]: readonly Extract<RoadmapEntry, { readonly type: K }>[];
};
