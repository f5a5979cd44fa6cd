import type {
  ApprovalGiven,
  AssessmentRecorded,
  AttestationWithdrawn,
  ClauseAttested,
  GovernanceLoaded,
  PolicyAcknowledged,
  ReassessmentDue,
} from "./entries/governance.ts";
import type {
  CalibrationPlanned,
  CalibrationRecorded,
  StopDrillRecorded,
} from "./entries/oversight.ts";
import type {
  AuditSampled,
  ManagementReviewHeld,
  ReviewActionDone,
  ReviewDecided,
} from "./entries/reviews.ts";

/** What people lay down, approve, attest, try out and decide beside the records of nonconformities. */
export type RoadmapEntry =
  | GovernanceLoaded
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

/**
 * Every such entry, by kind, oldest first. What follows from them is computed by whoever asks
 * (`rules/governance`); they are few, so lists will do.
 */
export type Roadmap = {
  readonly [K in RoadmapEntry["type"]]: readonly Extract<RoadmapEntry, { readonly type: K }>[];
};

export const EMPTY_ROADMAP: Roadmap = {
  governance_loaded: [],
  approval_given: [],
  policy_acknowledged: [],
  clause_attested: [],
  attestation_withdrawn: [],
  reassessment_due: [],
  assessment_recorded: [],
  calibration_planned: [],
  calibration_recorded: [],
  stop_drill_recorded: [],
  management_review_held: [],
  review_decided: [],
  review_action_done: [],
  audit_sampled: [],
};

/** The types of roadmap entries, as the table of all entries wants them. */
export const ROADMAP_TYPES: Readonly<Record<RoadmapEntry["type"], true>> = {
  governance_loaded: true,
  approval_given: true,
  policy_acknowledged: true,
  clause_attested: true,
  attestation_withdrawn: true,
  reassessment_due: true,
  assessment_recorded: true,
  calibration_planned: true,
  calibration_recorded: true,
  stop_drill_recorded: true,
  management_review_held: true,
  review_decided: true,
  review_action_done: true,
  audit_sampled: true,
};

/** Whether an entry is one of them. */
export function isRoadmap(entry: { readonly type: string }): entry is RoadmapEntry {
  return Object.hasOwn(ROADMAP_TYPES, entry.type);
}
