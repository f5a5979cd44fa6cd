import { randomUUID } from "node:crypto";
import { readdir } from "node:fs/promises";
import { openEngine } from "tiltmeter/store/engine/open";
import { createRead } from "tiltmeter/store/engine/read";
import { openStore } from "tiltmeter/store/store";
import { expect, test } from "vitest";
import { batches, prediction, START_MS, telemetry } from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";

test("a store opens again with what it holds, each change noted once, whatever the host's time zone", async () => {
  process.env["TZ"] = "America/New_York";
  const folder = await temporaryFolder();
  const first = await openStore({ folder });
  await first.apply(batches(1, [telemetry(prediction("a"))]), {
    journal: randomUUID(),
    uncertain: false,
  });
  await first.close();

  const second = await openStore({ folder });
  expect(await second.systems()).toMatchObject([{ predictions: 1, firstSeenMs: START_MS }]);
  await second.close();

  const engine = await openEngine({ folder });
  const read = createRead(engine);
  const [notes] = await read(
    "test.notes",
    "SELECT count() = uniqExact(version), min(version) FROM migrations_v1",
  );
  expect(notes).toEqual([1, 3]);
  const times = await read(
    "test.times",
    "SELECT timezone(), toString(window_time) FROM predictions_v1",
  );
  expect(times).toEqual([["UTC", "2026-11-01 00:00:00.000000"]]);

  const unsynced = await read(
    "test.unsynced",
    `SELECT name FROM system.tables WHERE database = 'tiltmeter' AND create_table_query NOT LIKE 'CREATE VIEW%'
     AND (create_table_query NOT LIKE '%fsync_after_insert = 1%' OR create_table_query NOT LIKE '%fsync_part_directory = 1%' OR name NOT LIKE '%\\_v1')`,
  );
  expect(unsynced).toEqual([]);

  await engine.client.insert({
    table: "migrations_v1",
    columns: ["version", "name"],
    values: [[9_999, "from the future"]],
    format: "JSONCompactEachRow",
  });
  await engine.close();
  await expect(openStore({ folder })).rejects.toThrow(
    `the store in ${folder} has schema 9999, this program knows`,
  );
});

test("every change of the schema has a number of its own, without a gap: of two with one number a store would get one", async () => {
  const folder = new URL("../../../../collector/store/schema/", import.meta.url);
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  const numbers = names.map((name) => Number(name.slice(0, 3)));
  expect(numbers).toEqual(names.map((_, i) => i + 1));
});

// A file for each of thirty columns, opened, written and synced, was half of what an insert took.
test("the largest chunk that is inserted is one file in each table of predictions; what is merged lies by column", async () => {
  const folder = await temporaryFolder();
  await (await openStore({ folder })).close();
  const engine = await openEngine({ folder });
  const read = createRead(engine);
  const types = (table: string): Promise<readonly (readonly unknown[])[]> =>
    read(
      "test.types",
      "SELECT part_type, rows FROM system.parts WHERE table = {table:String} AND active ORDER BY name",
      { table },
    );
  const wide =
    "randomPrintableASCII(150), toDateTime64('2026-11-01 00:00:00', 3, 'UTC'), generateUUIDv4(), number FROM numbers(65536)";
  for (const [table, column] of [
    ["predictions_v1", "subject"],
    ["features_v1", "id"],
  ] as const) {
    const insert = `INSERT INTO ${table} (${column}, received_at, _journal, _seq) SELECT ${wide}`;
    for (let i = 0; i < 2; i += 1) await engine.client.command({ query: insert });
    expect(await types(table)).toEqual([
      ["Compact", 65_536],
      ["Compact", 65_536],
    ]);
    await engine.client.command({ query: `OPTIMIZE TABLE ${table} FINAL` });
    expect(await types(table)).toEqual([["Wide", 131_072]]);
  }
  await engine.close();
});
