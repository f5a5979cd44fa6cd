import { rowsOf } from "../columns/records-in-order.ts";
import type { Journal } from "../journal/journal.ts";
import type { Store } from "../store/store.ts";

/** Small enough for one apply. */
const ROWS_MAX = 20_000;

/**
 * Sees to it that the journal's next batches have names that nothing in the store has.
 *
 * A data folder that was put back from a copy goes on at numbers that the store knows already, of batches
 * that came after the copy was made: what is new would be taken for applied. Where the store knows of later
 * batches than the journal does, what still waits is looked up under its own name, and the journal then goes
 * on under another id. Nothing else writes to journal or store meanwhile.
 */
export async function ownNumbers(of: {
  readonly journal: Journal;
  readonly store: Pick<Store, "apply" | "lastSeqOf">;
  readonly log: (line: string) => void;
}): Promise<void> {
  const { journal, store, log } = of;
  const { id, lastSeq } = journal;
  const storedSeq = await store.lastSeqOf({ journal: id, afterSeq: lastSeq });
  if (storedSeq <= lastSeq) return;
  log(
    `the store has batches of journal ${id} up to ${storedSeq}, and the journal ends at ${lastSeq}: the data ` +
      "folder was put back from an older copy, or lost its end; it goes on under a new id",
  );
  while (journal.appliedSeq < lastSeq) {
    const batches = [];
    let rows = 0;
    for await (const batch of journal.batches(journal.appliedSeq, { rowsMax: ROWS_MAX })) {
      if (batches.length > 0 && rows + rowsOf(batch) > ROWS_MAX) break;
      batches.push(batch);
      rows += rowsOf(batch);
    }
    await store.apply(batches, { journal: id, uncertain: true });
    await journal.markApplied(batches.at(-1)?.seq ?? lastSeq);
  }
  await journal.renew();
  log(`new batches are numbered under journal ${journal.id}`);
}
