import {
  amendmentKey,
  BARE_DECLARATION,
  changedFields,
  channelsFor,
  foldDirective,
  foldStep,
  isOpen,
  type Nonconformity,
  RUNNING,
  withdrawProposal,
} from "@tiltmeter/rules";
import { closeDraft, type Draft, openDraft } from "./draft.ts";
import type {
  ControlTransition,
  EpisodeAdded,
  EpisodeEnded,
  LedgerEntry,
  NonconformityCommented,
  NonconformityMoved,
  NonconformityRaised,
  NotificationAttempted,
  SystemDeclared,
} from "./entry.ts";
import type { Announcement, GovernanceState, SystemChange } from "./state.ts";

/** An entry that the state before it cannot take: a record that does not exist, an id taken twice. */
export class IllegalEntry extends Error {
  override readonly name = "IllegalEntry";
  readonly index: number;

  constructor(index: number, entry: LedgerEntry, reason: string) {
    super(`entry ${index} (${entry.type}) cannot be: ${reason}`);
    this.index = index;
  }
}

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
    draft.size += 1;
  }
  return closeDraft(draft);
}

function apply(draft: Draft, entry: LedgerEntry): void {
  switch (entry.type) {
    case "key_created":
      draft.keys.set(entry.id, { ...entry, revokedMs: null });
      return;
    case "key_revoked": {
      const key = found(draft, entry, draft.keys.get(entry.id), entry.id);
      draft.keys.set(entry.id, { ...key, revokedMs: entry.atMs });
      return;
    }
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
    case "controls_refused":
      draft.controlsRefused = entry;
      return;
    case "system_declared":
      applyDeclaration(draft, entry);
      return;
    case "system_withdrawn":
      found(draft, entry, draft.systems.get(entry.system), entry.system);
      draft.systems.delete(entry.system);
      noteChange(draft, entry, { declaration: null, changed: [] });
      return;
    case "control_transition":
      applyTransition(draft, entry);
      return;
    case "nonconformity_raised":
      applyRaise(draft, entry);
      return;
    case "nonconformity_episode_added":
    case "nonconformity_episode_ended":
    case "nonconformity_moved":
    case "nonconformity_commented":
      applyStep(draft, entry);
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
      return;
    case "channel_configured": {
      const since = draft.channels.get(entry.channel)?.since ?? draft.size;
      const { target } = entry;
      draft.channels.set(entry.channel, { since, target, targetSince: draft.size, goneMs: null });
      return;
    }
    case "notification_attempted":
      applyAttempt(draft, entry);
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
  }
}

function applyDeclaration(draft: Draft, entry: SystemDeclared): void {
  const { type: _, atMs, by, system: id, changed, ...said } = entry;
  const declaration = { id, ...BARE_DECLARATION, ...said };
  const before = draft.systems.get(id);
  draft.systems.set(id, {
    ...declaration,
    declaredMs: before?.declaredMs ?? atMs,
    statusMs: before?.status === said.status ? before.statusMs : atMs,
  });
  const differing = changed ?? changedFields(before ?? null, declaration);
  noteChange(draft, { atMs, by, system: id }, { declaration, changed: differing });
}

function noteChange(
  draft: Draft,
  { atMs, by, system }: { readonly atMs: number; readonly by: string; readonly system: string },
  change: Pick<SystemChange, "declaration" | "changed">,
): void {
  const before = draft.systemHistory.get(system) ?? [];
  draft.systemHistory.set(system, [...before, { atMs, by, ...change }]);
}

function applyTransition(draft: Draft, entry: ControlTransition): void {
  const { control, instanceKey, windowEndMs, revision, state, verdict, events } = entry;
  if (draft.transitions.has(control, instanceKey, windowEndMs)) {
    throw illegal(draft, entry, `${control} ${instanceKey} has a step at ${windowEndMs}`);
  }
  const step = { revision, state, verdict, events };
  draft.transitions.set(control, instanceKey, windowEndMs, step);
}

function applyRaise(draft: Draft, entry: NonconformityRaised): void {
  const { record, fingerprint } = entry;
  if (draft.nonconformities.get(record.id) !== undefined) {
    throw illegal(draft, entry, `${record.id} is taken`);
  }
  const before = draft.nonconformities.get(draft.byFingerprint.get(fingerprint) ?? "");
  if (before !== undefined && isOpen(before)) {
    throw illegal(draft, entry, `${before.id} is open with the same fingerprint`);
  }
  const year = yearOf(draft, entry);
  draft.raisedInYear.set(year, (draft.raisedInYear.get(year) ?? 0) + 1);
  draft.byFingerprint.set(fingerprint, record.id);
  keep(draft, record);
  // An observation waits to be read; it is no news that somebody must act on.
  if (record.state === "raised") announce(draft, { atMs: entry.atMs, event: "raised", record });
}

type RecordEntry = EpisodeAdded | EpisodeEnded | NonconformityMoved | NonconformityCommented;

function applyStep(draft: Draft, entry: RecordEntry): void {
  const record = found(draft, entry, draft.nonconformities.get(entry.id), entry.id);
  const next = foldStep(record, entry);
  keep(draft, next);
  if (NO_GROUND.has(next.state)) withdraw(draft, next);
  if (isOpen(record) && next.state === "closed") {
    announce(draft, { atMs: entry.atMs, event: "closed", record: next });
  }
}

/** Ends of a record after which nobody has to decide on what it proposed; a merged one lives on in another. */
const NO_GROUND: ReadonlySet<Nonconformity["state"]> = new Set(["closed", "dismissed", "void"]);

function withdraw(draft: Draft, { id, system, episodes }: Nonconformity): void {
  const systems = new Set([system, ...episodes.map(({ instance }) => instance["system"] ?? "")]);
  for (const each of systems) {
    const directive = draft.directives.get(each);
    if (directive === undefined) continue;
    const next = withdrawProposal(directive, id);
    if (next !== directive) draft.directives.set(each, next);
  }
}

function applyAttempt(draft: Draft, entry: NotificationAttempted): void {
  const tries = draft.attempts.get(entry.record) ?? [];
  draft.attempts.set(entry.record, [...tries, { ...entry, index: draft.size }]);
  const channel = draft.channels.get(entry.channel);
  if (entry.outcome === "gone" && channel !== undefined) {
    draft.channels.set(entry.channel, { ...channel, goneMs: entry.atMs });
  }
}

function keep(draft: Draft, record: Nonconformity): void {
  draft.nonconformities.set(record.id, record);
  for (const episode of record.episodes) draft.episodes.set(episode.id, record.id);
}

function announce(draft: Draft, of: Omit<Announcement, "index" | "channels">): void {
  const { record } = of;
  const routes = draft.routes?.routes ?? null;
  const owner = record.owner ?? draft.systems.get(record.system)?.owner ?? null;
  const raises = record.isCandidate === true ? "candidate" : "nonconformity";
  const channels = routes === null ? null : channelsFor(routes, { ...record, owner, raises });
  draft.announcements = [...draft.announcements, { index: draft.size, ...of, channels }];
}

function yearOf(draft: Draft, entry: NonconformityRaised): number {
  const year = /^NC-(\d{4,})-\d{4,}$/.exec(entry.record.id)?.[1];
  if (year === undefined) throw illegal(draft, entry, `${entry.record.id} is no NC-YEAR-NUMBER`);
  return Number(year);
}

function found<T>(draft: Draft, entry: LedgerEntry, value: T | undefined, id: string): T {
  if (value === undefined) throw illegal(draft, entry, `${id} does not exist`);
  return value;
}

function illegal(draft: Draft, entry: LedgerEntry, reason: string): IllegalEntry {
  return new IllegalEntry(draft.size, entry, reason);
}
