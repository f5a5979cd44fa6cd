import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { ErasableFile } from "tiltmeter/words/erasable-file";
import { expect, test } from "vitest";
import { inTemporaryFolder } from "./in-temporary-folder.ts";

const item = (head: string, body: string) => ({ head, body: Buffer.from(body) });

test("what was appended is there after a restart, what was erased is zeros", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "items");
    const { file } = await ErasableFile.open(path);
    const placed = await Promise.all([
      file.append([item("a", "Ada said"), item("b", "")]),
      file.append([item("ü", "it was Bob")]),
    ]);
    const [a = 0, b = 0, u = 0] = placed.flat();
    await file.erase([a]);
    expect(file.readBody(a)).toBeNull();
    expect(file.readBody(u)).toEqual(Buffer.from("it was Bob"));
    await file.close();
    expect(readFileSync(path).includes("Ada said")).toBe(false);
    const again = await ErasableFile.open(path);
    expect(again.items).toEqual([
      { head: "a", position: a, isErased: true },
      { head: "b", position: b, isErased: false },
      { head: "ü", position: u, isErased: false },
    ]);
    await again.file.close();
  }));

test("a file cut off anywhere keeps every item before the cut, and takes new ones", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "items");
    const { file } = await ErasableFile.open(path);
    const heads = ["one", "two", "three"];
    const positions = await file.append(heads.map((head) => item(head, `body of ${head}`)));
    const ends = [...positions.slice(1), file.end];
    await file.close();
    const bytes = readFileSync(path);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      writeFileSync(path, bytes);
      truncateSync(path, cut);
      const opened = await ErasableFile.open(path);
      const whole = heads.filter((_, i) => (ends[i] ?? 0) <= cut);
      expect(opened.items.map(({ head }) => head)).toEqual(whole);
      const [at = -1] = await opened.file.append([item("new", "body")]);
      expect(opened.file.readBody(at)).toEqual(Buffer.from("body"));
      await opened.file.close();
    }
  }));

test("an erasure that was interrupted anywhere is finished by the next start, once it was marked", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "items");
    const { file } = await ErasableFile.open(path);
    const [at = 0] = await file.append([item("secret", "Ada has a cold"), item("other", "kept")]);
    await file.close();
    const before = readFileSync(path);
    const { file: erasing } = await ErasableFile.open(path);
    await erasing.erase([at]);
    await erasing.close();
    const after = readFileSync(path);
    const changed = [...before.keys()].filter((i) => before[i] !== after[i]);
    const mark = at + 4;
    await fc.assert(
      fc.asyncProperty(fc.subarray(changed.filter((i) => i !== mark)), async (written) => {
        const torn = Buffer.from(before);
        for (const i of [mark, ...written]) torn[i] = after[i] ?? 0;
        writeFileSync(path, torn);
        const opened = await ErasableFile.open(path);
        expect(opened.items.map(({ isErased }) => isErased)).toEqual([true, false]);
        await opened.file.close();
        expect(readFileSync(path).equals(after)).toBe(true);
      }),
      { numRuns: 30 },
    );
  }));

test("damage in one item leaves the others readable, and is counted", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "items");
    const { file } = await ErasableFile.open(path);
    const positions = await file.append(["a", "b", "c"].map((head) => item(head, `body ${head}`)));
    await file.close();
    const bytes = readFileSync(path);
    const [, b = 0, c = 0] = positions;
    for (let at = b; at < c; at += 1) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      writeFileSync(path, damaged);
      const opened = await ErasableFile.open(path);
      expect(opened.file.readBody(c)).toEqual(Buffer.from("body c"));
      const [, second] = opened.items;
      const isSkipped = opened.items.length === 2 && opened.damagedBytes === c - b;
      const isKnown = second?.head === "b";
      expect(isSkipped || isKnown).toBe(true);
      await opened.file.close();
    }
  }));
