import { DraftMap } from "./draft-map.ts";
import { DraftTree } from "./draft-tree.ts";
import type { GovernanceState, RecordedTransition } from "./state.ts";

/** A governance state under change: plain fields are replaced, maps are copied when first written to. */
export type Draft = {
  -readonly [F in keyof Omit<
    GovernanceState,
    "transitions"
  >]: GovernanceState[F] extends ReadonlyMap<infer K, infer V>
    ? DraftMap<K, V>
    : GovernanceState[F];
} & { readonly transitions: DraftTree<RecordedTransition> };

/** Opens a draft. The state stays as it is. */
export function openDraft(state: GovernanceState): Draft {
  return {
    ...state,
    keys: new DraftMap(state.keys),
    accounts: new DraftMap(state.accounts),
    baselines: new DraftMap(state.baselines),
    systems: new DraftMap(state.systems),
    systemHistory: new DraftMap(state.systemHistory),
    transitions: new DraftTree(state.transitions),
    amendments: new DraftMap(state.amendments),
    nonconformities: new DraftMap(state.nonconformities),
    byFingerprint: new DraftMap(state.byFingerprint),
    raisedInYear: new DraftMap(state.raisedInYear),
    episodes: new DraftMap(state.episodes),
    directives: new DraftMap(state.directives),
    channels: new DraftMap(state.channels),
    attempts: new DraftMap(state.attempts),
    composed: new DraftMap(state.composed),
    acknowledged: new DraftMap(state.acknowledged),
    anchors: new DraftMap(state.anchors),
    seals: new DraftMap(state.seals),
    reconciled: new DraftMap(state.reconciled),
    erased: new DraftMap(state.erased),
    clockMarks: new DraftMap(state.clockMarks),
    incidents: new DraftMap(state.incidents),
    holds: new DraftMap(state.holds),
    quarantine: new DraftMap(state.quarantine),
    maintenance: new DraftMap(state.maintenance),
    controlTexts: new DraftMap(state.controlTexts),
  };
}

/** The state that the draft has become. */
export function closeDraft(draft: Draft): GovernanceState {
  return {
    ...draft,
    keys: draft.keys.done(),
    accounts: draft.accounts.done(),
    baselines: draft.baselines.done(),
    systems: draft.systems.done(),
    systemHistory: draft.systemHistory.done(),
    transitions: draft.transitions.done(),
    amendments: draft.amendments.done(),
    nonconformities: draft.nonconformities.done(),
    byFingerprint: draft.byFingerprint.done(),
    raisedInYear: draft.raisedInYear.done(),
    episodes: draft.episodes.done(),
    directives: draft.directives.done(),
    channels: draft.channels.done(),
    attempts: draft.attempts.done(),
    composed: draft.composed.done(),
    acknowledged: draft.acknowledged.done(),
    anchors: draft.anchors.done(),
    seals: draft.seals.done(),
    reconciled: draft.reconciled.done(),
    erased: draft.erased.done(),
    clockMarks: draft.clockMarks.done(),
    incidents: draft.incidents.done(),
    holds: draft.holds.done(),
    quarantine: draft.quarantine.done(),
    maintenance: draft.maintenance.done(),
    controlTexts: draft.controlTexts.done(),
  };
}
