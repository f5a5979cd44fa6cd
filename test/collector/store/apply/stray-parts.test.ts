import { randomUUID } from "node:crypto";
import { cp, mkdir, readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { createApply } from "tiltmeter/store/apply/apply";
import { removeStrayParts } from "tiltmeter/store/apply/stray-parts";
import { type Engine, openEngine } from "tiltmeter/store/engine/open";
import { createRead, type Read } from "tiltmeter/store/engine/read";
import { migrate } from "tiltmeter/store/schema/migrate";
import { expect, test } from "vitest";
import { batches, prediction, telemetry } from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const count = async (read: Read): Promise<unknown> =>
  (await read("test.count", "SELECT count(), uniqExact(id) FROM predictions_v1"))[0];

const folderOf = async (read: Read): Promise<string> => {
  const [[path] = []] = await read(
    "test.part",
    "SELECT path FROM system.parts WHERE table = 'predictions_v1' AND active AND rows > 0",
  );
  return String(path);
};

// The engine leaves a whole part behind, which it does not know itself until it starts again, where the sync of the part's folder
// fails after its rename (`last-sync.test.ts` has it fail there).
const opened = async (
  folder: string,
): Promise<{ readonly engine: Engine; readonly read: Read }> => {
  const engine = await openEngine({ folder });
  await migrate(engine);
  return { engine, read: createRead(engine) };
};

test("a part that a failed insert left is off the disk before its rows are inserted again, and no start finds it", async () => {
  const folder = await temporaryFolder();
  const { engine, read } = await opened(folder);
  const of = { journal: randomUUID(), uncertain: false };
  const apply = createApply(engine, read);
  await apply(batches(1, [telemetry(prediction("a")), telemetry(prediction("b"))]), of);
  const part = await folderOf(read);
  const table = dirname(part);
  await cp(part, join(table, "202611_4711_4711_0"), { recursive: true });
  // What is being written is none of its business.
  const others = ["tmp_insert_202611_4714_4714_0", "tmp_merge_202611_4711_4714_1"];
  for (const name of others) await mkdir(join(table, name));
  await apply(batches(2, [telemetry(prediction("c"))]), { ...of, uncertain: true });
  const left = await readdir(table);
  expect(left).toEqual(expect.arrayContaining(others));
  expect(left.filter((name) => name.startsWith("202611_4711"))).toEqual([]);
  expect(await count(read)).toEqual([3, 3]);
  for (const name of others) await rm(join(table, name), { recursive: true });
  await engine.close();
  const again = await opened(folder);
  expect(await count(again.read)).toEqual([3, 3]);
  await again.engine.close();
});

// What would break: the engine loads what was merged after the start, in the background, and ends the process where it is gone.
test("what was merged and is not removed yet is no stray part, also while a start still loads it", async () => {
  const folder = await temporaryFolder();
  const of = { journal: randomUUID(), uncertain: true };
  const first = await opened(folder);
  const apply = createApply(first.engine, first.read);
  for (let seq = 1; seq <= 30; seq += 1) {
    await apply(batches(seq, [telemetry(prediction(`p${seq}`))]), { ...of, uncertain: false });
  }
  await first.engine.client.command({ query: "OPTIMIZE TABLE predictions_v1 FINAL" });
  const table = dirname(await folderOf(first.read));
  await first.engine.close();
  const before = (await readdir(table)).filter((name) => name.endsWith("_0"));
  expect(before).toHaveLength(30);
  const again = await opened(folder);
  await createApply(again.engine, again.read)(batches(31, [telemetry(prediction("p31"))]), of);
  expect(await readdir(table)).toEqual(expect.arrayContaining(before));
  expect(await count(again.read)).toEqual([31, 31]);
  await again.engine.close();
});

test("a look beside inserts takes what a merge, a drop or a mutation left, and nothing that an insert may just have made", async () => {
  const { engine, read } = await opened(await temporaryFolder());
  const of = { journal: randomUUID(), uncertain: false };
  await createApply(engine, read)(batches(1, [telemetry(prediction("a"))]), of);
  const table = dirname(await folderOf(read));
  const before = await readdir(table);
  const strays = ["202611_4711_4713_1", "202611_4714_4714_1", "202611_4715_4715_0_4716"];
  for (const name of [...strays, "202611_4717_4717_0"]) await mkdir(join(table, name));
  // Of a removal that was killed.
  await mkdir(join(table, `delete_tmp_${strays[0]}`, "left"), { recursive: true });
  await removeStrayParts(engine, read, { isInsertOver: false });
  expect((await readdir(table)).toSorted()).toEqual([...before, "202611_4717_4717_0"].toSorted());
  await rm(join(table, "202611_4717_4717_0"), { recursive: true });
  await engine.close();
});

// What would break: the engine merges the same again in a stray's place between the look and the removal, and its part goes.
test("a part that the engine comes to know while it is removed is put back", async () => {
  const { engine, read } = await opened(await temporaryFolder());
  const of = { journal: randomUUID(), uncertain: false };
  const apply = createApply(engine, read);
  for (const seq of [1, 2]) await apply(batches(seq, [telemetry(prediction(`p${seq}`))]), of);
  await engine.client.command({ query: "OPTIMIZE TABLE predictions_v1 FINAL" });
  const place = await folderOf(read);
  const name = basename(place);
  let unknown = 3;
  const late: Engine = {
    ...engine,
    client: Object.assign(Object.create(engine.client), {
      query: async (asked: Parameters<typeof engine.client.query>[0]) => {
        const answer = await engine.client.query(asked);
        if (!asked.query.includes("_state") || unknown-- <= 0) return answer;
        const body: { data: unknown[][] } = JSON.parse(await answer.text());
        const data = body.data.filter((row) => !row.includes(name));
        return { text: async () => JSON.stringify({ ...body, data, rows: data.length }) };
      },
    }),
  };
  await removeStrayParts(late, createRead(late, "writer"), { isInsertOver: true });
  expect(unknown).toBeLessThan(0);
  expect(await readdir(place)).toContain("checksums.txt");
  expect((await readdir(dirname(place))).filter((each) => each.startsWith("delete_"))).toEqual([]);
  expect(await count(read)).toEqual([2, 2]);
  await engine.close();
});
