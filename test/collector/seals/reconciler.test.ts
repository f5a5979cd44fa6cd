import { randomUUID } from "node:crypto";
import { MemoryLedger } from "tiltmeter/ledger/memory-ledger";
import {
  type ReconciledEntry,
  reconciledInWords,
  startReconciler,
} from "tiltmeter/seals/reconciler";
import { openStore, type Store } from "tiltmeter/store/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as made from "../store/telemetry.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";

let store: Store;
beforeAll(async () => {
  store = await openStore({ folder: await temporaryFolder() });
});
afterAll(() => store.close());

/** A journal that has counted what it took, as far as this test says. */
function house(journal: string) {
  const ledger = new MemoryLedger();
  const taken = { afterSeq: 0, upToSeq: 0, records: 0 };
  const gaps: { afterSeq: number; beforeSeq: number | null }[] = [];
  let destroyed = 0;
  const reconciler = startReconciler({
    journal,
    counted: () => ({ ...taken }),
    gaps: () => gaps,
    count: store.seals.count,
    destroyed: () => destroyed,
    state: () => ledger.state,
    record: async (entry) => {
      await ledger.transact(() => ({ entries: [entry], result: undefined }));
    },
    now: () => 1,
    onError: () => undefined,
  });
  return {
    ledger,
    gaps,
    taken,
    reconciler,
    destroy: (records: number) => {
      destroyed = records;
    },
    /** Takes batches, and puts them into the store but for so many of their records. */
    take: async (sizes: readonly number[], lost = 0): Promise<void> => {
      const batches = made.batches(
        taken.upToSeq + 1,
        ...sizes.map((size) =>
          Array.from({ length: size }, (_, i) =>
            made.telemetry(
              i % 2 === 0 ? made.prediction(randomUUID()) : made.outcome(randomUUID()),
            ),
          ),
        ),
      );
      const stored = batches.map((batch, i) =>
        i === 0 ? { ...batch, records: batch.records.slice(lost) } : batch,
      );
      await store.apply(stored, { journal, uncertain: false });
      taken.upToSeq += sizes.length;
      taken.records += sizes.reduce((sum, size) => sum + size, 0);
    },
  };
}

const found = (entry: ReconciledEntry | null) =>
  entry && [entry.fromSeq, entry.toSeq, entry.expected, entry.stored, entry.agrees];

test("what the store has is compared with what the journal counted, each batch once, over restarts", async () => {
  const { reconciler, take, taken, ledger } = house(randomUUID());
  expect(await reconciler.reconcile()).toBeNull();
  await take([3, 4]);
  expect(found(await reconciler.reconcile())).toEqual([1, 2, 7, 7, true]);
  expect(await reconciler.reconcile()).toBeNull();
  await take([5], 2);
  const lost = await reconciler.reconcile();
  expect(found(lost)).toEqual([3, 3, 5, 3, false]);
  if (lost !== null) {
    expect(reconciledInWords(lost)).toContain(
      "the journal took 5 records, the store has 3 records",
    );
  }
  await take([1]);
  // A checkpoint was damaged: counting begins again behind what was compared, or within it.
  Object.assign(taken, { afterSeq: 4, records: 0 });
  await take([2]);
  expect(found(await reconciler.reconcile())).toEqual([5, 5, 2, 2, true]);
  Object.assign(taken, { afterSeq: 1, records: 17 });
  await take([2]);
  expect(found(await reconciler.reconcile())).toEqual([6, 6, null, 2, null]);
  await take([4]);
  expect(found(await reconciler.reconcile())).toEqual([7, 7, 4, 4, true]);
  expect(ledger.state.unreconciled).toHaveLength(1);
  await reconciler.stop();
});

test("where a part of the journal is lost nobody knows, and destroyed rows are missed by nobody", async () => {
  const { reconciler, take, gaps, destroy } = house(randomUUID());
  gaps.push({ afterSeq: 1, beforeSeq: 3 });
  await take([2, 0, 2], 1);
  expect(found(await reconciler.reconcile())).toEqual([1, 3, null, 3, null]);
  await take([4], 2);
  destroy(2);
  expect(found(await reconciler.reconcile())).toEqual([4, 4, 4, 2, true]);
  // Recorded, and not yet done.
  await take([4]);
  expect(found(await reconciler.reconcile())).toEqual([5, 5, 4, 4, true]);
  destroy(0);
  await take([4], 1);
  expect(found(await reconciler.reconcile())).toEqual([6, 6, 4, 3, false]);
  await reconciler.stop();
});
