import { amendmentKey, foldDirective, RUNNING } from "@tiltmeter/rules";
import { closeDraft, type Draft, openDraft } from "./draft.ts";
import { isAccount } from "./entries/accounts.ts";
import type { ControlTransition } from "./entries/controls.ts";
import { isDuty } from "./entries/duties.ts";
import { isNotification } from "./entries/notifications.ts";
import type { LedgerEntry } from "./entry.ts";
import { applyAccount, applyKey, forgetAccounts, noteAdministration } from "./fold-accounts.ts";
import { applyDuty, noteHeldChange, noteStatement } from "./fold-duties.ts";
import { applyJudgement, applyPlan } from "./fold-effectiveness.ts";
import {
  applyErasure,
  applyExpiry,
  applyQuarantine,
  applyReconciliation,
  applySeal,
} from "./fold-evidence.ts";
import {
  applyAnchor,
  applyHeartbeat,
  applyIntroduction,
  applyRotation,
  applySnapshot,
} from "./fold-ledger.ts";
import { applyNotification } from "./fold-notifications.ts";
import { applyOperation } from "./fold-operation.ts";
import { applyMerge, applyRaise, applyReport, applyStep } from "./fold-record.ts";
import { applyRoadmap } from "./fold-roadmap.ts";
import { applyDeclaration, applyWithdrawal } from "./fold-system.ts";
import { found, illegal } from "./illegal-entry.ts";
import { isRoadmap } from "./roadmap.ts";
import type { GovernanceState } from "./state.ts";

/**
 * The governance state after some entries more. Pure: the given state stays as it was.
 *
 * Folding in parts equals folding at once. Entries are applied, not judged again: whether a person
 * may move a record is decided before the entry is written, and later rules do not unmake it.
 * Throws `IllegalEntry`. Cost: each map that is written to is copied once a call.
 */
export function fold(state: GovernanceState, entries: Iterable<LedgerEntry>): GovernanceState {
  const draft = openDraft(state);
  for (const entry of entries) {
    apply(draft, entry);
    noteStatement(draft, entry);
    noteHeldChange(draft, entry);
    noteAdministration(draft, entry);
    draft.size += 1;
  }
  return closeDraft(draft);
}

function apply(draft: Draft, entry: LedgerEntry): void {
  if (isRoadmap(entry)) {
    applyRoadmap(draft, entry);
    return;
  }
  if (isDuty(entry)) {
    applyDuty(draft, entry);
    return;
  }
  if (isAccount(entry)) {
    applyAccount(draft, entry);
    return;
  }
  if (isNotification(entry)) {
    applyNotification(draft, entry);
    return;
  }
  switch (entry.type) {
    case "key_created":
    case "key_revoked":
    case "key_rotated":
      applyKey(draft, entry);
      return;
    case "baseline_created":
      draft.baselines.set(entry.digest, { ...entry, approvedMs: null, approvedBy: null });
      return;
    case "baseline_approved": {
      const baseline = found(draft, entry, draft.baselines.get(entry.digest), entry.digest);
      draft.baselines.set(entry.digest, {
        ...baseline,
        approvedMs: entry.atMs,
        approvedBy: entry.by,
      });
      return;
    }
    case "controls_loaded":
    case "controls_in_force":
      draft.controls = entry;
      draft.controlSets = [...draft.controlSets, entry];
      return;
    case "controls_put":
      if (entry.document === null) draft.controlTexts.delete(entry.file);
      else draft.controlTexts.set(entry.file, entry.document);
      return;
    case "controls_refused":
      draft.controlsRefused = entry;
      return;
    case "system_declared":
      applyDeclaration(draft, entry);
      return;
    case "system_withdrawn":
      applyWithdrawal(draft, entry);
      return;
    case "control_transition":
      applyTransition(draft, entry);
      return;
    case "nonconformity_raised":
      applyRaise(draft, entry);
      return;
    case "nonconformity_reported":
      applyReport(draft, entry);
      return;
    case "nonconformity_merged":
      applyMerge(draft, entry);
      return;
    case "nonconformity_episode_added":
    case "nonconformity_episode_ended":
    case "nonconformity_moved":
    case "dismissal_proposed":
    case "nonconformity_edited":
    case "nonconformity_commented":
    case "nonconformity_examined":
    case "decisions_reviewed":
    case "postscript_added":
    case "action_planned":
    case "action_changed":
    case "action_dropped":
    case "action_done":
      applyStep(draft, entry);
      return;
    case "effectiveness_planned":
      applyPlan(draft, entry);
      return;
    case "effectiveness_judged":
      applyJudgement(draft, entry);
      return;
    case "suspension_proposed":
    case "suspension_refused":
    case "system_suspended":
    case "suspension_effective":
    case "system_resumed":
      draft.directives.set(
        entry.system,
        foldDirective(draft.directives.get(entry.system) ?? RUNNING, entry),
      );
      return;
    case "routes_loaded":
      draft.routes = entry;
      draft.routeSets = [...draft.routeSets, entry];
      return;
    case "ledger_heartbeat":
      applyHeartbeat(draft, entry);
      return;
    case "ledger_snapshot":
      applySnapshot(draft, entry);
      return;
    case "signing_key_introduced":
      applyIntroduction(draft, entry);
      return;
    case "signing_key_rotated":
      applyRotation(draft, entry);
      return;
    case "anchor_obtained":
    case "anchor_failed":
      applyAnchor(draft, entry);
      return;
    case "collector_started":
      draft.started = entry;
      return;
    case "evaluation_amended": {
      const key = amendmentKey(entry);
      if (draft.amendments.get(key) !== undefined) {
        throw illegal(draft, entry, `${key} is amended already`);
      }
      draft.amendments.set(key, entry.episode);
      return;
    }
    case "evidence_gap":
      draft.gaps = [...draft.gaps, entry];
      return;
    case "batch_sealed":
      applySeal(draft, entry);
      return;
    case "store_reconciled":
      applyReconciliation(draft, entry);
      return;
    case "subject_erased":
      applyErasure(draft, entry);
      forgetAccounts(draft, entry.people);
      return;
    case "retention_executed":
      applyExpiry(draft, entry);
      return;
    case "quarantine_replayed":
    case "quarantine_discarded":
      applyQuarantine(draft, entry);
      return;
    case "maintenance_started":
    case "maintenance_ended":
    case "data_restored":
      applyOperation(draft, entry);
      return;
    case "export_created":
      draft.exports = [...draft.exports, entry];
      return;
  }
}

function applyTransition(draft: Draft, entry: ControlTransition): void {
  const { control, instanceKey, windowEndMs, revision, state, verdict, events } = entry;
  if (draft.transitions.has(control, instanceKey, windowEndMs)) {
    throw illegal(draft, entry, `${control} ${instanceKey} has a step at ${windowEndMs}`);
  }
  const step = { revision, state, verdict, events };
  draft.transitions.set(control, instanceKey, windowEndMs, step);
}
