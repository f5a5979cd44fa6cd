import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Contents, createContents } from "../../../collector/words/contents.ts";
import { KeyStore } from "../../../collector/words/key-store.ts";

const DAY_MS = 86_400_000;
const AT_MS = Date.UTC(2026, 10, 23, 12);
let folder: string;
let keys: KeyStore;
let contents: Contents;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltmeter-contents-"));
  keys = await KeyStore.open(join(folder, "subjects"));
  contents = createContents(keys);
});
afterAll(async () => {
  await keys.close();
  await rm(folder, { recursive: true, force: true });
});

const texts = fc.dictionary(fc.constantFrom("input", "output"), fc.string({ unit: "binary" }));
const of = { system: "assistant", subject: "somebody", atMs: AT_MS };

test("texts come back as they were, and the same texts of somebody have the same name", async () => {
  await fc.assert(
    fc.asyncProperty(texts, texts, async (one, other) => {
      const [first, again, third] = await Promise.all(
        [one, one, other].map((each) => contents.seal({ ...of, texts: each })),
      );
      if (first === undefined || again === undefined || third === undefined) return;
      expect(contents.open(first)).toEqual({ ...one });
      expect(again.hash).toBe(first.hash);
      expect(again.body).not.toBe(first.body);
      if (third.hash === first.hash) return;
      // A body under another's name does not open.
      expect(() => contents.open({ ...third, hash: first.hash })).toThrow();
    }),
    { numRuns: 30 },
  );
});

test("with its key a content is gone, and the name of the key does not tell whose it was", async () => {
  const own = await contents.seal({ ...of, subject: "Marker-subject", texts: { input: "x" } });
  const others = await contents.seal({ ...of, texts: { input: "x" } });
  expect(others.hash).not.toBe(own.hash);
  expect(contents.keyOfSubject("assistant", "Marker-subject")).toBe(own.key);
  await contents.forget([own.key, own.key, "k_unknown"]);
  expect(contents.open(own)).toBeNull();
  expect(contents.open(others)).toEqual({ input: "x" });
  expect(contents.keyOfSubject("assistant", "Marker-subject")).toBeNull();
  expect(await readFile(join(folder, "subjects"), "latin1")).not.toContain("Marker");
});

test("of nobody that is known the key is that of the system's day, and goes when the day is over", async () => {
  const at = (system: string, day: number) =>
    contents.seal({ system, subject: "", atMs: AT_MS + day * DAY_MS, texts: { input: "y" } });
  const [old, held, later] = [await at("a", 0), await at("b:c", 0), await at("a", 1)];
  await contents.forgetDays({ system: null, except: ["b:c"], beforeMs: AT_MS + DAY_MS });
  expect([old, held, later].map((each) => contents.open(each) === null)).toEqual([
    true,
    false,
    false,
  ]);
  await contents.forgetDays({ system: "b:c", except: [], beforeMs: AT_MS + DAY_MS });
  expect([held, later].map((each) => contents.open(each) === null)).toEqual([true, false]);
});
