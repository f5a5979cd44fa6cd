import type { Ledger } from "../ledger/ledger.ts";
import type { Store } from "../store/store.ts";

/** A journal that this ledger has sealed batches of, and that nothing is written to any more. */
export interface FormerJournal {
  readonly journal: string;
  /** The last batch that the store has of it. */
  readonly upToSeq: number;
}

/**
 * Ids that the journal had before it took another one, with batches in the store that are not sealed yet: what
 * came between the copy of a data folder and its being put back is evidence like all else.
 */
export async function formerJournals(of: {
  readonly ledger: Pick<Ledger, "state">;
  readonly journal: string;
  readonly store: Pick<Store, "lastSeqOf">;
}): Promise<readonly FormerJournal[]> {
  const found: FormerJournal[] = [];
  for (const [journal, { toSeq }] of of.ledger.state.seals) {
    if (journal === of.journal) continue;
    const upToSeq = await of.store.lastSeqOf({ journal, afterSeq: toSeq });
    if (upToSeq > toSeq) found.push({ journal, upToSeq });
  }
  return found;
}
