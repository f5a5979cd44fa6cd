import { randomUUID } from "node:crypto";
import { truncate } from "node:fs/promises";
import { join } from "node:path";
import { createApply } from "tiltmeter/store/apply/apply";
import { createCheckMerged, MergeDamaged } from "tiltmeter/store/apply/merged-parts";
import { type Engine, openEngine } from "tiltmeter/store/engine/open";
import { createRead, type Read } from "tiltmeter/store/engine/read";
import { migrate } from "tiltmeter/store/schema/migrate";
import { afterEach, beforeEach, expect, test } from "vitest";
import { batches, prediction, telemetry } from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";

let engine: Engine;
let read: Read;
let folder = "";
beforeEach(async () => {
  folder = await temporaryFolder();
  await open();
});
afterEach(() => engine.close());

async function open(): Promise<void> {
  engine = await openEngine({ folder });
  await migrate(engine);
  read = createRead(engine);
}

const ids = async (): Promise<readonly unknown[]> =>
  (await read("test.ids", "SELECT id FROM predictions_v1 ORDER BY id")).flat();

/** Three inserts, merged into one part; the folder of that. */
async function merged(): Promise<string> {
  const journal = randomUUID();
  const apply = createApply(engine, read);
  for (const seq of [1, 2, 3]) {
    const sent = batches(seq, [telemetry(prediction(`p${seq}`))]);
    await apply(sent, { journal, uncertain: false });
  }
  await engine.client.command({ query: "OPTIMIZE TABLE predictions_v1 FINAL" });
  const parts = await read(
    "test.parts",
    "SELECT path FROM system.parts WHERE table = 'predictions_v1' AND active",
  );
  expect(parts).toHaveLength(1);
  return String(parts[0]?.[0]);
}

// What the engine does where a write of a merge fails: it counts the part, and would set it aside at its next start.
test.each(["data.bin", "metadata_version.txt", "columns_substreams.txt", "checksums.txt"])(
  "of a merge whose %s the disk did not take, what was merged is put in its place",
  async (file) => {
    const check = await createCheckMerged(engine, read);
    await truncate(join(await merged(), file), 0);
    await expect(check()).rejects.toThrow(MergeDamaged);
    expect(await ids()).toEqual(["p1", "p2", "p3"]);
    await check();
    // The table takes rows as before, and the engine merges again.
    await check();
    await merged();
    await check();
    expect(await ids()).toEqual(["p1", "p2", "p3"]);
  },
);

test("whoever asks while a damaged part's table is loaded anew waits, and has an answer", async () => {
  const check = await createCheckMerged(engine, read);
  await truncate(join(await merged(), "data.bin"), 0);
  let isOver = false;
  const asking = Array.from({ length: 2 }, async () => {
    let answers = 0;
    // Of no column, which could be a damaged one's.
    for (; !isOver; answers += 1) await read("test.asking", "SELECT count() FROM predictions_v1");
    return answers;
  });
  await expect(check()).rejects.toThrow(MergeDamaged);
  isOver = true;
  for (const answers of await Promise.all(asking)) expect(answers).toBeGreaterThan(0);
});

test("also after a start that found the part: it takes what was merged from", async () => {
  const damaged = await merged();
  await truncate(join(damaged, "data.bin"), 0);
  await engine.close();
  await open();
  expect(await ids()).toEqual(["p1", "p2", "p3"]);
});

test("a whole part is looked at once, and one that was made long before the process is not", async () => {
  await merged();
  const looked: string[] = [];
  const spied: Engine = {
    ...engine,
    client: Object.assign(Object.create(engine.client), {
      query: (of: { readonly query: string }) => {
        looked.push(of.query);
        return engine.client.query(of as Parameters<typeof engine.client.query>[0]);
      },
    }),
  };
  const check = await createCheckMerged(spied, read);
  await check();
  await check();
  expect(looked.filter((query) => query.includes("predictions_v1"))).toHaveLength(1);
  const old: Read = async (...of) =>
    (await read(...of)).map(([table, name, path]) => [table, name, path, 500]);
  looked.length = 0;
  await (await createCheckMerged(spied, old))();
  expect(looked).toEqual([]);
});
