import { mkdir, readdir, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setCrossingAside, setCrossingPartsAside } from "tiltmeter/store/engine/crossing-parts";
import { expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";

// That the engine loads no table with such parts, and leaves them where the disk fails: `last-sync.test.ts`.

/** Parts of a table, each made a second after the one before. */
async function table(folder: string, parts: readonly string[]): Promise<string> {
  const table = join(folder, "store/090/0907c1a4-0000-4000-8000-000000000000");
  for (const [at, name] of parts.entries()) {
    await mkdir(join(table, name), { recursive: true });
    await utimes(join(table, name), 1_700_000_000 + at, 1_700_000_000 + at);
  }
  return table;
}

test("of parts that cross the older goes to the folder detached, in every table of a data folder", async () => {
  const folder = await temporaryFolder();
  const inserted = Array.from({ length: 5 }, (_, at) => `202611_${at + 1}_${at + 1}_0`);
  const of = await table(folder, [...inserted, "202611_2_4_1", "202611_1_3_1", "202611_3_5_1"]);
  await setCrossingPartsAside(folder);
  expect(await readdir(join(of, "detached"))).toEqual([
    ...["ignored_202611_1_3_1", "ignored_202611_2_4_1"],
  ]);
  const left = (await readdir(of)).filter((name) => name !== "detached");
  expect(left.toSorted()).toEqual([...inserted, "202611_3_5_1"].toSorted());
});

test("what nests stays where it is, and so does what is no part", async () => {
  const names = [
    ...["202611_1_1_0", "202611_2_2_0", "202611_1_2_1", "202611_3_3_0", "202611_1_3_2"],
    ...["202611_1_3_2_4", "202612_2_9_1", "tmp_merge_202611_2_5_1", "mutation_4.txt"],
  ];
  const of = await table(await temporaryFolder(), names);
  await setCrossingAside(of);
  expect((await readdir(of)).toSorted()).toEqual(names.toSorted());
});

test("a folder without data is as good as one without such parts", async () => {
  const folder = join(await temporaryFolder(), "none");
  await setCrossingPartsAside(folder);
  expect(await readdir(dirname(folder))).toEqual([]);
});
