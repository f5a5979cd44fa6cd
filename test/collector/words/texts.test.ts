import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { textCommitment } from "tiltmeter/tlog/text-commitment";
import { KeyStore } from "tiltmeter/words/key-store";
import { People } from "tiltmeter/words/people";
import { Texts } from "tiltmeter/words/texts";
import { expect, test } from "vitest";
import { inTemporaryFolder } from "./in-temporary-folder.ts";

async function open(folder: string) {
  const keys = await KeyStore.open(join(folder, "keys", "subjects"));
  const texts = await Texts.open(join(folder, "texts"), keys);
  const people = await People.open(join(folder, "people"), keys);
  const close = async (): Promise<void> => {
    await texts.close();
    await people.close();
    await keys.close();
  };
  return { keys, texts, people, close };
}

const spoken = (text: string, subject = "NC-2026-0001", by = "p_aaaaaaaaaaaaaaaa") => ({
  ...{ text, subject, by, atMs: 1 },
});

test("a text comes back word for word, proves its commitment, and stands nowhere in the clear", () =>
  inTemporaryFolder(async (folder) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: "binary", minLength: 8 })), async (words) => {
        const { texts, close } = await open(folder);
        const commitments = await texts.put(words.map((text) => spoken(text)));
        await close();
        const again = await open(folder);
        for (const [i, commitment] of commitments.entries()) {
          const found = again.texts.open(commitment);
          const bytes = Buffer.from(words[i] ?? "", "utf8");
          expect(found?.text).toBe(bytes.toString("utf8"));
          expect(textCommitment(found?.salt ?? bytes, bytes)).toBe(commitment);
          expect(readFileSync(join(folder, "texts")).includes(bytes)).toBe(false);
        }
        await again.close();
      }),
      { numRuns: 15 },
    );
  }));

test("the same text twice has two commitments: neither tells of the other", () =>
  inTemporaryFolder(async (folder) => {
    const { texts, close } = await open(folder);
    const [a, b] = await texts.put([spoken("no"), spoken("no")]);
    expect(a).not.toBe(b);
    await close();
  }));

test("an erased text is gone after a restart, too, and its subject's key goes with the last of them", () =>
  inTemporaryFolder(async (folder) => {
    const { texts, close } = await open(folder);
    const [a = "", b = "", other = ""] = await texts.put([
      spoken("one"),
      spoken("two"),
      spoken("three", "NC-2026-0002"),
    ]);
    const key = texts.keyId("NC-2026-0001");
    expect(await texts.erase([a])).toEqual([]);
    expect(await texts.erase([b, `text:${"0".repeat(64)}`])).toEqual([key]);
    await close();
    const again = await open(folder);
    expect([a, b, other].map((each) => again.texts.open(each)?.text ?? null)).toEqual([
      null,
      null,
      "three",
    ]);
    expect(again.texts.about(a)?.isErased).toBe(true);
    expect(again.keys.get("NC-2026-0001")).toBeNull();
    const [later = ""] = await again.texts.put([spoken("four")]);
    expect(again.texts.open(later)?.text).toBe("four");
    await again.close();
  }));

test("the same name is the same pseudonym while it stands, and somebody new after that", () =>
  inTemporaryFolder(async (folder) => {
    const { people, close } = await open(folder);
    const [first, twin] = await Promise.all([
      people.pseudonymOf("Ada Lovelace"),
      people.pseudonymOf("  Ada  Lovelace "),
    ]);
    expect(first).toMatch(/^p_[a-z2-7]{16}$/);
    expect(twin).toBe(first);
    expect(await people.pseudonymOf(first)).toBe(first);
    await close();
    const again = await open(folder);
    expect(again.people.nameOf(first)).toBe("Ada Lovelace");
    expect(await again.people.pseudonymOf("Ada Lovelace")).toBe(first);
    expect(await again.people.forget(first)).toHaveLength(1);
    expect(again.people.nameOf(first)).toBeNull();
    await again.close();
    const third = await open(folder);
    expect(third.people.nameOf(first)).toBeNull();
    expect(await third.people.pseudonymOf("Ada Lovelace")).not.toBe(first);
    await third.close();
  }));
