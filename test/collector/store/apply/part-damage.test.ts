import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createApply } from "tiltmeter/store/apply/apply";
import { type PartPlace, partOf, whyDamaged } from "tiltmeter/store/apply/part-damage";
import { type Engine, openEngine } from "tiltmeter/store/engine/open";
import { createRead } from "tiltmeter/store/engine/read";
import { migrate } from "tiltmeter/store/schema/migrate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { batches, prediction, telemetry } from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";

let engine: Engine;
let part: PartPlace;
beforeAll(async () => {
  engine = await openEngine({ folder: await temporaryFolder() });
  await migrate(engine);
  const read = createRead(engine);
  const sent = batches(1, [telemetry(prediction("p"))]);
  await createApply(engine, read)(sent, { journal: randomUUID(), uncertain: false });
  const [row = []] = await read(
    "test.part",
    "SELECT table, name, path FROM system.parts WHERE table = 'features_v1' AND active",
  );
  part = partOf(row);
});
afterAll(() => engine.close());

/** With a file as it is changed, and then as it was. */
async function whenChanged(file: string, change: (text: string) => string): Promise<string> {
  const path = join(part.folder, file);
  const text = await readFile(path, "utf8");
  await writeFile(path, change(text));
  const reason = await whyDamaged(engine, part);
  await writeFile(path, text);
  return reason;
}

test("a whole part is none, wherever it was looked for", async () => {
  expect(await whyDamaged(engine, part)).toBe("");
  expect(await whyDamaged(engine, { ...part, name: "202611_4711_4711_0" })).toBe("");
});

test("the list of what each column consists of is damaged wherever it ends too soon", async () => {
  const length = (await readFile(join(part.folder, "columns_substreams.txt"), "utf8")).length;
  for (let end = 0; end < length; end += 7) {
    const reason = await whenChanged("columns_substreams.txt", (text) => text.slice(0, end));
    expect(reason, `cut at ${end}`).toContain("columns_substreams.txt");
  }
  expect(await whenChanged("columns_substreams.txt", (text) => text.slice(0, -1))).not.toBe("");
});

// What would break: an engine that writes more there, and no insert is ever believed again.
test("a later version of that list is left to the engine", async () => {
  const later = (text: string): string => text.replace("version: 1", "version: 2");
  expect(await whenChanged("columns_substreams.txt", later)).toBe("");
  expect(await whenChanged("columns_substreams.txt", (text) => `${text}more\n`)).toBe("");
});

test("a version of the table's columns that is not a number is damage", async () => {
  expect(await whenChanged("metadata_version.txt", () => "")).toContain("metadata_version.txt");
});
