import fc from "fast-check";
import { committing } from "tiltmeter/ledger/committing";
import type { LedgerEntry } from "tiltmeter/ledger/entry";
import type { Decision } from "tiltmeter/ledger/ledger";
import { MemoryLedger } from "tiltmeter/ledger/memory-ledger";
import type { SpokenText } from "tiltmeter/ledger/spoken";
import type { GovernanceState } from "tiltmeter/ledger/state";
import { newPseudonym } from "tiltmeter/tlog/pseudonym";
import { expect, test } from "vitest";
import { record } from "./entries.ts";

const by = newPseudonym();

/** A store of words in memory. */
function words() {
  const kept = new Map<string, string>();
  let number = 0;
  return {
    kept,
    put: async (texts: readonly SpokenText[]) =>
      texts.map(({ text }) => {
        number += 1;
        const commitment = `text:${String(number).padStart(64, "0")}`;
        kept.set(commitment, text);
        return commitment;
      }),
    erase: async (commitments: readonly string[]) => {
      for (const each of commitments) kept.delete(each);
    },
  };
}

async function withRecord(): Promise<MemoryLedger> {
  const ledger = new MemoryLedger();
  await ledger.transact(() => ({
    entries: [
      {
        ...{ type: "nonconformity_raised", atMs: 1, by: "tiltmeter" },
        ...{ fingerprint: "f", record: record(1) },
      },
    ],
    result: undefined,
  }));
  return ledger;
}

const door = (ledger: MemoryLedger, store: ReturnType<typeof words>) =>
  committing(
    {
      get state() {
        return ledger.state;
      },
      transact: (decide) => ledger.transact(decide),
    },
    store,
  );

const comment = (text: string): LedgerEntry => ({
  ...{ type: "nonconformity_commented", atMs: 2, by, id: "NC-2026-0001", text },
});

test("what is recorded is committed to, and exactly what is recorded is kept", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.string({ minLength: 1 }), { maxLength: 4 })),
      async (acts) => {
        const [ledger, store] = [await withRecord(), words()];
        const { transact } = door(ledger, store);
        await Promise.all(
          acts.map((texts) => transact(() => ({ entries: texts.map(comment), result: 0 }))),
        );
        const said = ledger.entries.flatMap((entry) =>
          entry.type === "nonconformity_commented" ? [entry.text] : [],
        );
        expect(said.map((each) => store.kept.get(each)).toSorted()).toEqual(acts.flat().toSorted());
        expect(store.kept.size).toBe(said.length);
      },
    ),
    { numRuns: 50 },
  );
});

test("an act that is refused keeps no words", async () => {
  const [ledger, store] = [await withRecord(), words()];
  const answer = await door(ledger, store).transact(() => ({ entries: [], result: "refused" }));
  expect([answer, store.kept.size, ledger.entries.length]).toEqual(["refused", 0, 1]);
});

test("of two people who race, the loser's words are destroyed", async () => {
  const [ledger, store] = [await withRecord(), words()];
  const { transact } = door(ledger, store);
  const once =
    (text: string) =>
    (state: GovernanceState): Decision<string> => {
      const isFirst = (state.nonconformities.get("NC-2026-0001")?.version ?? 0) === 1;
      return isFirst
        ? { entries: [comment(text)], result: "done" }
        : { entries: [], result: "outdated" };
    };
  const answers = await Promise.all([transact(once("mine")), transact(once("yours"))]);
  expect(answers.toSorted()).toEqual(["done", "outdated"]);
  expect(store.kept.size).toBe(1);
});

test("an act whose words depend on the state is decided again with the words of its turn", async () => {
  const [ledger, store] = [await withRecord(), words()];
  const { transact } = door(ledger, store);
  const counted = (state: GovernanceState): Decision<null> => {
    const { version } = state.nonconformities.get("NC-2026-0001") ?? { version: 0 };
    return { entries: [comment(`after version ${version}`)], result: null };
  };
  await Promise.all([transact(counted), transact(counted), transact(counted)]);
  const said = ledger.entries.flatMap((entry) =>
    entry.type === "nonconformity_commented" ? [store.kept.get(entry.text)] : [],
  );
  expect(said).toEqual(["after version 1", "after version 2", "after version 3"]);
  expect(store.kept.size).toBe(3);
});

test("words whose append failed are left for the next start, which knows whether they are spoken of", async () => {
  const [ledger, store] = [await withRecord(), words()];
  const failing = committing(
    {
      state: ledger.state,
      transact: async (decide) => {
        decide(ledger.state);
        throw new Error("the disk is gone");
      },
    },
    store,
  );
  const act = failing.transact(() => ({ entries: [comment("hello")], result: 0 }));
  await expect(act).rejects.toThrow("the disk is gone");
  expect(store.kept.size).toBe(1);
  expect(await failing.settled()).toBe(false);
});
