import type { DirectiveEvent } from "@tiltmeter/rules";
import { ACCOUNT_TYPES, type AccountEntry } from "./entries/accounts.ts";
import type { ActionChanged, ActionDone, ActionDropped, ActionPlanned } from "./entries/actions.ts";
import type { BaselineApproved, BaselineCreated } from "./entries/baselines.ts";
import type { CollectorStarted, EvidenceGap } from "./entries/collector.ts";
import type { ContentRead } from "./entries/content.ts";
import type {
  ControlsInForce,
  ControlsLoaded,
  ControlsPut,
  ControlsRefused,
  ControlTransition,
  EvaluationAmended,
} from "./entries/controls.ts";
import { DUTY_TYPES, type DutyEntry } from "./entries/duties.ts";
import type {
  DecisionsReviewed,
  EffectivenessJudged,
  EffectivenessPlanned,
  NonconformityExamined,
} from "./entries/effectiveness.ts";
import type {
  BatchSealed,
  RetentionExecuted,
  StoreReconciled,
  SubjectErased,
} from "./entries/evidence.ts";
import type { ExportCreated } from "./entries/exports.ts";
import type { KeyCreated, KeyRevoked, KeyRotated } from "./entries/keys.ts";
import type {
  AnchorFailed,
  AnchorObtained,
  LedgerHeartbeat,
  LedgerSnapshot,
  SigningKeyIntroduced,
  SigningKeyRotated,
} from "./entries/ledger.ts";
import type {
  DismissalProposed,
  EpisodeAdded,
  EpisodeEnded,
  NonconformityCommented,
  NonconformityEdited,
  NonconformityMerged,
  NonconformityMoved,
  NonconformityRaised,
  NonconformityReported,
  PostscriptAdded,
} from "./entries/nonconformities.ts";
import {
  type ChannelTested,
  NOTIFICATION_TYPES,
  type NotificationEntry,
  type RoutesLoaded,
} from "./entries/notifications.ts";
import type { OperationEntry } from "./entries/operation.ts";
import type { QuarantineDiscarded, QuarantineReplayed } from "./entries/quarantine.ts";
import type { SystemDeclared, SystemWithdrawn } from "./entries/systems.ts";
import { ROADMAP_TYPES, type RoadmapEntry } from "./roadmap.ts";

/**
 * One fact of governance. The ledger holds nothing else, and the governance state is a fold of it.
 *
 * Plain JSON, at most 64 KiB in canonical form. A new kind of fact is a new type; the meaning of an
 * old one never changes, since old ledgers are folded by new code.
 */
export type LedgerEntry =
  | KeyCreated
  | KeyRevoked
  | KeyRotated
  | BaselineCreated
  | BaselineApproved
  | ControlsLoaded
  | ControlsInForce
  | ControlsRefused
  | ControlsPut
  | SystemDeclared
  | SystemWithdrawn
  | ControlTransition
  | NonconformityRaised
  | NonconformityReported
  | EpisodeAdded
  | EpisodeEnded
  | NonconformityMoved
  | NonconformityMerged
  | DismissalProposed
  | NonconformityEdited
  | NonconformityCommented
  | NonconformityExamined
  | EffectivenessPlanned
  | EffectivenessJudged
  | DecisionsReviewed
  | PostscriptAdded
  | ActionPlanned
  | ActionChanged
  | ActionDropped
  | ActionDone
  | DirectiveEvent
  | RoutesLoaded
  | ChannelTested
  | NotificationEntry
  | CollectorStarted
  | LedgerHeartbeat
  | LedgerSnapshot
  | SigningKeyIntroduced
  | SigningKeyRotated
  | AnchorObtained
  | AnchorFailed
  | EvaluationAmended
  | EvidenceGap
  | BatchSealed
  | StoreReconciled
  | SubjectErased
  | RetentionExecuted
  | ExportCreated
  | QuarantineReplayed
  | QuarantineDiscarded
  | ContentRead
  | OperationEntry
  | AccountEntry
  | RoadmapEntry
  | DutyEntry;

/** Every type, so that an entry of a newer version is told from a damaged one. */
const TYPES: Readonly<Record<LedgerEntry["type"], true>> = {
  key_created: true,
  key_revoked: true,
  key_rotated: true,
  baseline_created: true,
  baseline_approved: true,
  controls_loaded: true,
  controls_in_force: true,
  controls_refused: true,
  controls_put: true,
  system_declared: true,
  system_withdrawn: true,
  control_transition: true,
  nonconformity_raised: true,
  nonconformity_reported: true,
  nonconformity_episode_added: true,
  nonconformity_episode_ended: true,
  nonconformity_moved: true,
  nonconformity_merged: true,
  dismissal_proposed: true,
  nonconformity_edited: true,
  nonconformity_commented: true,
  nonconformity_examined: true,
  effectiveness_planned: true,
  effectiveness_judged: true,
  decisions_reviewed: true,
  postscript_added: true,
  action_planned: true,
  action_changed: true,
  action_dropped: true,
  action_done: true,
  suspension_proposed: true,
  suspension_refused: true,
  system_suspended: true,
  suspension_effective: true,
  system_resumed: true,
  routes_loaded: true,
  channel_tested: true,
  ...NOTIFICATION_TYPES,
  collector_started: true,
  ledger_heartbeat: true,
  ledger_snapshot: true,
  signing_key_introduced: true,
  signing_key_rotated: true,
  anchor_obtained: true,
  anchor_failed: true,
  evaluation_amended: true,
  evidence_gap: true,
  batch_sealed: true,
  store_reconciled: true,
  subject_erased: true,
  retention_executed: true,
  export_created: true,
  quarantine_replayed: true,
  quarantine_discarded: true,
  content_read: true,
  maintenance_started: true,
  maintenance_ended: true,
  data_restored: true,
  ...ACCOUNT_TYPES,
  ...ROADMAP_TYPES,
  ...DUTY_TYPES,
};

/** Every type of entry that this version knows. */
export const ENTRY_TYPES: readonly string[] = Object.keys(TYPES);

/**
 * Reads one entry from its canonical text. Throws where the text is no entry of a known type.
 *
 * Only the stamp and the type are checked: the text is what this code wrote, or its leaf hash would
 * not have led to the root.
 */
export function parseEntry(text: string): LedgerEntry {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError("a ledger entry is an object");
  }
  const { type, atMs, by } = value as { type?: unknown; atMs?: unknown; by?: unknown }; // checked below
  if (typeof type !== "string" || !Object.hasOwn(TYPES, type)) {
    throw new TypeError(`entry type ${JSON.stringify(type)} is unknown; a newer version wrote it`);
  }
  if (typeof atMs !== "number" || typeof by !== "string") {
    throw new TypeError(`entry of type ${type} requires atMs and by`);
  }
  return value as LedgerEntry; // of a known type, under a verified hash
}
