import { randomUUID } from "node:crypto";
import { truncate } from "node:fs/promises";
import { join } from "node:path";
import { createApply } from "tiltmeter/store/apply/apply";
import { createCheckParts, PartDamaged } from "tiltmeter/store/apply/damaged-parts";
import { type Engine, openEngine } from "tiltmeter/store/engine/open";
import { createRead, type Read } from "tiltmeter/store/engine/read";
import { migrate } from "tiltmeter/store/schema/migrate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { batches, prediction, telemetry } from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";

let engine: Engine;
let read: Read;
beforeAll(async () => {
  engine = await openEngine({ folder: await temporaryFolder() });
  await migrate(engine);
  read = createRead(engine);
});
afterAll(() => engine.close());

// The engine counts the rows of a part of which the disk took nothing, until it starts again and sets the part aside.
test.each([
  "count.txt",
  "data.bin",
  "checksums.txt",
  "columns.txt",
  "serialization.json",
  "metadata_version.txt",
  "columns_substreams.txt",
])("a part whose %s the disk did not take is taken out, and its rows go in again", async (file) => {
  const journal = randomUUID();
  const sent = batches(1, [telemetry(prediction(`${file} 1`)), telemetry(prediction(`${file} 2`))]);
  const once = await createApply(engine, read)(sent, { journal, uncertain: false });
  const stored = (): Promise<readonly (readonly unknown[])[]> =>
    read("test.rows", "SELECT count() FROM predictions_v1 WHERE id LIKE {id:String}", {
      id: `${file} %`,
    });
  const [[path] = []] = await read(
    "test.part",
    "SELECT path FROM system.parts WHERE table = 'predictions_v1' AND active ORDER BY modification_time DESC, name DESC LIMIT 1",
  );
  await truncate(join(String(path), file), 0);
  const { check } = createCheckParts(engine, read);
  await expect(check({ journal, low: 1 })).rejects.toThrow(PartDamaged);
  expect(await stored()).toEqual([[0]]);
  await check({ journal, low: 1 });
  expect(await createApply(engine, read)(sent, { journal, uncertain: true })).toEqual(once);
  expect(await stored()).toEqual([[2]]);
});

test("a part that was merged since it was listed is no damage", async () => {
  // A list as it was before the merge: of a part that the table no longer has.
  const listed: Read = async (name, ...of) =>
    name === "apply.parts"
      ? [["predictions_v1", "202611_4711_4711_0", "/nowhere"]]
      : read(name, ...of);
  await createCheckParts(engine, listed).check({ journal: randomUUID(), low: 1 });
});

// What would break: a look that fails once, at the first apply after a start, and rows that the journal let go long ago are gone.
test("a damaged part that stood before this process is taken out only where all of its rows are of what is applied", async () => {
  const journal = randomUUID();
  const apply = createApply(engine, read);
  for (const seq of [1, 2]) {
    const sent = batches(seq, [telemetry(prediction(`stood ${seq}`))]);
    await apply(sent, { journal, uncertain: false });
  }
  const stood = await read(
    "test.parts",
    `SELECT path FROM system.parts WHERE table = 'predictions_v1' AND active
     AND name IN (SELECT _part FROM predictions_v1 WHERE _journal = {journal:UUID})`,
    { journal },
  );
  expect(stood).toHaveLength(2);
  for (const [path] of stood) await truncate(join(String(path), "checksums.txt"), 0);
  const { begin, check } = createCheckParts(engine, read);
  await begin();
  await expect(check({ journal, low: 2 })).rejects.toThrow(PartDamaged);
  const left = await read(
    "test.left",
    "SELECT _seq FROM predictions_v1 WHERE _journal = {journal:UUID}",
    { journal },
  );
  expect(left).toEqual([[1]]);
  await check({ journal, low: 2 });
});
