import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type { LedgerEntry } from "tiltmeter/ledger/entry";
import { MemoryLedger } from "tiltmeter/ledger/memory-ledger";
import { startSealer } from "tiltmeter/seals/sealer";
import { openStore, type Store } from "tiltmeter/store/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as made from "../store/telemetry.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";

let store: Store;
beforeAll(async () => {
  store = await openStore({ folder: await temporaryFolder() });
});
afterAll(() => store.close());

/** A process: what it has in memory is gone with it, what the ledger and the store have is not. */
function process(
  ledger: MemoryLedger,
  of: { readonly journal: string; readonly applied: () => number; readonly now?: () => number },
  fault: (step: string) => void = () => undefined,
) {
  return startSealer({
    ...{ journal: of.journal, appliedSeq: of.applied, now: of.now ?? (() => 1), engine: "chdb" },
    rowsMax: 10_000,
    make: async (range, rowsMax) => {
      fault("before the rows are read");
      const seal = await store.seals.make(range, rowsMax);
      fault("before the entry is written");
      return seal;
    },
    state: () => ledger.state,
    transact: async (decide) => {
      const result = await ledger.transact(decide);
      fault("after the entry is written");
      return result;
    },
    digest: () => "d".repeat(64),
    collector: "0",
    onError: () => undefined,
  });
}

const sealsIn = (ledger: MemoryLedger) =>
  ledger.entries.filter(
    (entry): entry is Extract<LedgerEntry, { type: "batch_sealed" }> =>
      entry.type === "batch_sealed",
  );

async function apply(journal: string, firstSeq: number, sizes: readonly number[]): Promise<void> {
  const batches = sizes.map((size) =>
    Array.from({ length: size }, () => made.telemetry(made.outcome(randomUUID()))),
  );
  await store.apply(made.batches(firstSeq, ...batches), { journal, uncertain: false });
}

test("a kill between any two steps leaves every batch sealed exactly once, and what is sealed verifies", async () => {
  const steps = [
    "before the rows are read",
    "before the entry is written",
    "after the entry is written",
  ];
  const kills = fc.array(
    fc.record({
      step: fc.constantFrom(...steps),
      batches: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }),
    }),
    { maxLength: 5 },
  );
  await fc.assert(
    fc.asyncProperty(kills, async (plan) => {
      const [journal, ledger] = [randomUUID(), new MemoryLedger()];
      let seq = 0;
      for (const { step, batches } of plan) {
        await apply(journal, seq + 1, batches);
        seq += batches.length;
        const dying = process(ledger, { journal, applied: () => seq }, (at) => {
          if (at === step) throw new Error(`killed ${at}`);
        });
        await dying.seal().catch(() => undefined);
        await dying.stop();
      }
      await apply(journal, seq + 1, [2]);
      seq += 1;
      const living = process(ledger, { journal, applied: () => seq });
      await living.seal();
      expect(await living.seal()).toBe(0);
      await living.stop();
      const seals = sealsIn(ledger);
      const covered = seals.flatMap(({ fromSeq, toSeq }) =>
        Array.from({ length: toSeq - fromSeq + 1 }, (_, i) => fromSeq + i),
      );
      expect(covered).toEqual(Array.from({ length: seq }, (_, i) => i + 1));
      for (const seal of seals) {
        const verdicts = await store.seals.check(seal, () => null);
        expect(verdicts.map(({ verdict }) => verdict.kind)).toEqual(
          seal.tables.map(() => "verified"),
        );
      }
    }),
    { numRuns: 4 },
  );
});

test("a seal has so many rows at most, but for one batch that has more", async () => {
  const [journal, ledger] = [randomUUID(), new MemoryLedger()];
  await apply(journal, 1, [6_000, 3_999, 2, 12_000, 1]);
  const sealer = process(ledger, { journal, applied: () => 5 });
  expect(await sealer.seal()).toBe(4);
  await sealer.stop();
  expect(sealsIn(ledger).map(({ fromSeq, toSeq, rows }) => [fromSeq, toSeq, rows])).toEqual([
    [1, 2, 9_999],
    [3, 3, 2],
    [4, 4, 12_000],
    [5, 5, 1],
  ]);
});

test("batches of which nothing came to the store are sealed as nothing, and never passed over", async () => {
  const [journal, ledger] = [randomUUID(), new MemoryLedger()];
  await apply(journal, 3, [1]);
  const sealer = process(ledger, { journal, applied: () => 4 });
  await sealer.seal();
  await sealer.stop();
  expect(
    sealsIn(ledger).map(({ fromSeq, toSeq, rows, dropped }) => [fromSeq, toSeq, rows, dropped]),
  ).toEqual([[1, 4, 1, null]]);
});
