import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { ContentDamaged, ContentStore } from "tiltmeter/ledger/content-store";
import { expect, test } from "vitest";

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-content-"));
  try {
    await run(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("what was put is read back by its digest, also by another opener", async () => {
  await inFolder(async (folder) => {
    const store = await ContentStore.open({ folder });
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const digest = await store.put(value);
        const again = await ContentStore.open({ folder });
        expect(await again.get(digest)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(await again.put(value)).toBe(digest);
      }),
      { numRuns: 30 },
    );
  });
});

test("a digest that is no digest reads nothing, whatever path it spells", async () => {
  await inFolder(async (folder) => {
    await writeFile(join(folder, "secret.json"), "{}");
    const store = await ContentStore.open({ folder });
    for (const digest of ["secret", "../secret", "", "F".repeat(64), `${"0".repeat(64)}/..`]) {
      expect(await store.get(digest)).toBeNull();
    }
  });
});

test("a damaged document is refused by name, and putting the value again repairs it", async () => {
  await inFolder(async (folder) => {
    const store = await ContentStore.open({ folder });
    const digest = await store.put({ value: 1 });
    await writeFile(join(folder, `${digest}.json`), '{"value":2}');
    await expect(store.get(digest)).rejects.toThrow(ContentDamaged);
    await expect(store.get(digest)).rejects.toThrow(digest);
    expect(await store.put({ value: 1 })).toBe(digest);
    expect(await store.get(digest)).toEqual({ value: 1 });
  });
});

test("what an interrupted put left behind is gone after opening", async () => {
  await inFolder(async (folder) => {
    await writeFile(join(folder, `${"a".repeat(64)}.1.1.tmp`), "half");
    await ContentStore.open({ folder });
    expect(await readdir(folder)).toEqual([]);
  });
});
