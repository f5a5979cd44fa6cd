import type { Draft } from "./draft.ts";
import type {
  BatchSealed,
  RetentionExecuted,
  StoreReconciled,
  SubjectErased,
} from "./entries/evidence.ts";
import type { QuarantineDiscarded, QuarantineReplayed } from "./entries/quarantine.ts";
import { illegal } from "./illegal-entry.ts";

/** Seals of a journal follow each other: no batch is sealed twice, and none is passed over. */
export function applySeal(draft: Draft, entry: BatchSealed): void {
  const { journal, fromSeq, toSeq } = entry;
  const before = draft.seals.get(journal);
  if (before !== undefined && fromSeq !== before.toSeq + 1) {
    const rule = `batch ${before.toSeq + 1} of journal ${journal} is the next to be sealed`;
    throw illegal(draft, entry, `${rule}, got ${fromSeq}`);
  }
  if (toSeq < fromSeq) throw illegal(draft, entry, `it ends at ${toSeq}, before ${fromSeq}`);
  draft.seals.set(journal, { toSeq, index: draft.size });
  draft.sealEntries = draft.sealEntries.with(draft.size);
}

/** Batches are compared in order, each once; the last comparison of a journal stands, and those that disagreed. */
export function applyReconciliation(draft: Draft, entry: StoreReconciled): void {
  const { journal, fromSeq, toSeq } = entry;
  const before = draft.reconciled.get(journal)?.toSeq ?? 0;
  if (fromSeq <= before || toSeq < fromSeq) {
    const rule = `batches of journal ${journal} after ${before} are the next to be compared`;
    throw illegal(draft, entry, `${rule}, got ${fromSeq} to ${toSeq}`);
  }
  draft.reconciled.set(journal, entry);
  if (entry.agrees === false) draft.unreconciled = [...draft.unreconciled, entry];
}

/** Words and people are gone from here on; what was gone before keeps its first entry. */
export function applyErasure(draft: Draft, entry: SubjectErased): void {
  note(draft, [...entry.texts, ...entry.people]);
  draft.erasures = [...draft.erasures, { ...entry, index: draft.size }];
}

export function applyExpiry(draft: Draft, entry: RetentionExecuted): void {
  note(draft, entry.texts);
  draft.expiries = [...draft.expiries, { ...entry, index: draft.size }];
}

/** What was decided about a refused record stands. */
export function applyQuarantine(
  draft: Draft,
  entry: QuarantineReplayed | QuarantineDiscarded,
): void {
  const { item } = entry;
  if (draft.quarantine.get(item) !== undefined) {
    throw illegal(draft, entry, `${item} is decided already`);
  }
  draft.quarantine.set(item, entry);
}

function note(draft: Draft, names: readonly string[]): void {
  for (const name of names) {
    if (draft.erased.get(name) === undefined) draft.erased.set(name, draft.size);
  }
}
