import { join } from "node:path";
import type { LedgerEntry } from "tiltmeter/ledger/entry";
import { Ledger } from "tiltmeter/ledger/ledger";
import { refuseInline, SpokenInline } from "tiltmeter/ledger/spoken";
import { openWords } from "tiltmeter/wiring/open-words";
import { expect, test } from "vitest";
import { record } from "../ledger/entries.ts";
import { inTemporaryFolder } from "../words/in-temporary-folder.ts";

async function open(folder: string) {
  const ledger = await Ledger.open({
    ...{ folder: join(folder, "ledger"), now: () => 1, refuse: refuseInline },
  });
  const words = await openWords({ folder, ledger });
  return {
    ...{ ledger, words },
    /** As a kill leaves it: what was acknowledged is on the disk, and nothing is tidied up. */
    kill: async () => {
      await words.texts.close();
      await words.people.close();
      await ledger.close();
    },
    close: async () => {
      await words.close();
      await ledger.close();
    },
  };
}

const comment = (by: string, text: string): LedgerEntry => ({
  ...{ type: "nonconformity_commented", atMs: 2, by, id: "NC-2026-0001", text },
});

async function raised(folder: string): Promise<void> {
  const { ledger, close } = await open(folder);
  await ledger.append([
    {
      ...{ type: "nonconformity_raised", atMs: 1, by: "tiltmeter" },
      ...{ fingerprint: "f", record: record(1) },
    },
  ]);
  await close();
}

test("a kill between the words and their entry leaves no word, and a kill after it leaves all of them", () =>
  inTemporaryFolder(async (folder) => {
    await raised(folder);
    const first = await open(folder);
    const by = await first.words.people.pseudonymOf("Ada");
    await first.words.transact(() => ({ entries: [comment(by, "kept")], result: 0 }));
    const [orphan = ""] = await first.words.texts.put([
      { text: "never said", subject: "NC-2026-0001", by, atMs: 2 },
    ]);
    await first.kill();
    const second = await open(folder);
    expect(second.words.texts.open(orphan)).toBeNull();
    const said = second.ledger.state.nonconformities.get("NC-2026-0001")?.steps.at(-1);
    expect(second.words.saying.deep(said)).toMatchObject({ by: "Ada", text: "kept" });
    await second.kill();
    const third = await open(folder);
    expect(third.words.saying.deep(said)).toMatchObject({ by: "Ada", text: "kept" });
    await third.close();
  }));

test("a kill between the entry of an erasure and the act leaves it to the next start", () =>
  inTemporaryFolder(async (folder) => {
    await raised(folder);
    const first = await open(folder);
    const by = await first.words.people.pseudonymOf("Ada");
    await first.words.transact(() => ({ entries: [comment(by, "private")], result: 0 }));
    const text = first.ledger.state.nonconformities.get("NC-2026-0001")?.steps.at(-1)?.text ?? "";
    const stated = {
      request: "R-1",
      basis: "gdpr-17",
      reason: "asked",
      rows: [],
      keys: [],
    } as const;
    await first.words.transact(() => ({
      entries: [{ type: "subject_erased", atMs: 3, by, ...stated, texts: [text], people: [by] }],
      result: 0,
    }));
    expect(first.words.texts.open(text)?.text).toBe("private");
    const index = first.ledger.size - 1;
    await first.kill();
    const second = await open(folder);
    expect(second.words.texts.open(text)).toBeNull();
    expect(second.words.people.nameOf(by)).toBeNull();
    expect(second.words.saying.deep({ text, by })).toEqual({
      ...{ text: `erased (entry ${index})`, by: `erased (entry ${index})` },
    });
    await second.close();
  }));

test("nothing that a person said reaches the ledger in plain, whoever forgets to use the door", () =>
  inTemporaryFolder(async (folder) => {
    await raised(folder);
    const { ledger, words, close } = await open(folder);
    const by = await words.people.pseudonymOf("Ada");
    await expect(ledger.append([comment(by, "in plain")])).rejects.toThrow(SpokenInline);
    await expect(
      words.transact(() => ({ entries: [comment("Ada", "under a name")], result: 0 })),
    ).rejects.toThrow(SpokenInline);
    expect(ledger.size).toBe(1);
    await close();
  }));
