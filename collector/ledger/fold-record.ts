import {
  completeRecord,
  foldStep,
  isOpen,
  type Nonconformity,
  reportedRecord,
  takeOn,
  withdrawProposal,
} from "@tiltmeter/rules";
import { announce } from "./announce.ts";
import type { Draft } from "./draft.ts";
import type { ActionChanged, ActionDone, ActionDropped, ActionPlanned } from "./entries/actions.ts";
import type { DecisionsReviewed, NonconformityExamined } from "./entries/effectiveness.ts";
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
import { found, illegal } from "./illegal-entry.ts";

type Raise = NonconformityRaised | NonconformityReported;

/** A control raises a record: its id and, among open ones, its fingerprint are its own. */
export function applyRaise(draft: Draft, entry: NonconformityRaised): void {
  const record = completeRecord(entry.record);
  admit(draft, entry, record);
  const before = draft.nonconformities.get(record.recurrenceOf ?? "");
  // The matter is back, so what was found of its actions was wrong. The closed record stays as it was.
  if (before !== undefined) keep(draft, { ...before, refutedBy: record.id });
}

/** A person raises a record. */
export function applyReport(draft: Draft, entry: NonconformityReported): void {
  admit(draft, entry, reportedRecord(entry));
}

function admit(draft: Draft, entry: Raise, record: Nonconformity): void {
  const { fingerprint } = entry;
  if (draft.nonconformities.get(record.id) !== undefined) {
    throw illegal(draft, entry, `${record.id} is taken`);
  }
  const before = draft.nonconformities.get(draft.byFingerprint.get(fingerprint) ?? "");
  if (before !== undefined && isOpen(before)) {
    throw illegal(draft, entry, `${before.id} is open with the same fingerprint`);
  }
  const year = yearOf(draft, entry, record.id);
  draft.raisedInYear.set(year, (draft.raisedInYear.get(year) ?? 0) + 1);
  draft.byFingerprint.set(fingerprint, record.id);
  keep(draft, record);
  hold(draft, record);
  // An observation waits to be read; it is no news that somebody must act on.
  if (record.state === "raised") announce(draft, { atMs: entry.atMs, event: "raised", record });
}

type RecordEntry =
  | EpisodeAdded
  | EpisodeEnded
  | NonconformityMoved
  | NonconformityExamined
  | DecisionsReviewed
  | DismissalProposed
  | NonconformityEdited
  | NonconformityCommented
  | PostscriptAdded
  | ActionPlanned
  | ActionChanged
  | ActionDropped
  | ActionDone;

/** One step more in the life of a record. */
export function applyStep(draft: Draft, entry: RecordEntry): void {
  const record = found(draft, entry, draft.nonconformities.get(entry.id), entry.id);
  const next = foldStep(record, entry);
  keep(draft, next);
  if (entry.type === "nonconformity_episode_added") draft.episodes.set(entry.episode.id, next.id);
  if (NO_GROUND.has(next.state)) withdraw(draft, next);
  tellOfMove(draft, record, next, entry.atMs);
}

function tellOfMove(draft: Draft, from: Nonconformity, to: Nonconformity, atMs: number): void {
  if (from.state === to.state) return;
  const event = !isOpen(to) ? "closed" : RESTING.has(from.state) ? "reopened" : "moved";
  announce(draft, { atMs, event, record: to });
}

/** States in which nobody works on a record; out of them it is taken up again. */
const RESTING: ReadonlySet<Nonconformity["state"]> = new Set(["observation", "accepted"]);

/** One record is carried on by another: the episodes that still last end in that one. */
export function applyMerge(draft: Draft, entry: NonconformityMerged): void {
  const record = found(draft, entry, draft.nonconformities.get(entry.id), entry.id);
  const into = found(draft, entry, draft.nonconformities.get(entry.into), entry.into);
  if (!isOpen(record) || !isOpen(into) || into.id === record.id) {
    throw illegal(draft, entry, `${record.id} and ${into.id} are not two open records`);
  }
  const merged = foldStep(record, entry);
  keep(draft, merged);
  tellOfMove(draft, record, merged, entry.atMs);
  const next = takeOn(into, record, entry);
  keep(draft, next);
  hold(draft, next);
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

function keep(draft: Draft, record: Nonconformity): void {
  draft.nonconformities.set(record.id, record);
}

/** The episodes of a record are found by it from here on. */
function hold(draft: Draft, record: Nonconformity): void {
  for (const episode of record.episodes) draft.episodes.set(episode.id, record.id);
}

function yearOf(draft: Draft, entry: Raise, id: string): number {
  const year = /^NC-(\d{4,})-\d{4,}$/.exec(id)?.[1];
  if (year === undefined) throw illegal(draft, entry, `${id} is no NC-YEAR-NUMBER`);
  return Number(year);
}
