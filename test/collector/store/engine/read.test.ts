import { type Engine, openEngine } from "tiltmeter/store/engine/open";
import { createRead, ForeignAnswer, type Read } from "tiltmeter/store/engine/read";
import { afterAll, beforeAll, expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";

let engine: Engine;
let read: Read;

beforeAll(async () => {
  engine = await openEngine({ folder: await temporaryFolder() });
  await engine.outside.command({ query: "CREATE DATABASE tiltmeter ENGINE = Atomic" });
  await engine.client.command({
    query: "CREATE TABLE numbers_v1 (a UInt64) ENGINE = MergeTree ORDER BY a",
  });
  read = createRead(engine);
});

afterAll(() => engine.close());

test("a row that does not carry the mark of its question is never handed out", async () => {
  expect(await read("test", "SELECT number FROM numbers(2)")).toEqual([[0], [1]]);
  // Without SELECT at its head there is no place for the mark: as a foreign row would be.
  await expect(read("test", "WITH 1 AS a SELECT a")).rejects.toThrow(ForeignAnswer);
});

test("a read cannot write, however it is put", async () => {
  for (const sql of [
    "INSERT INTO numbers_v1 SELECT 1",
    "DROP TABLE numbers_v1",
    "SELECT 1 SETTINGS max_execution_time = 0",
  ]) {
    await expect(read("test", sql)).rejects.toMatchObject({
      name: "ReadFailed",
      cause: { message: expect.stringContaining("readonly") },
    });
  }
  expect(await read("test", "SELECT count() FROM numbers_v1")).toEqual([[0]]);
});

test("a read ends when its time, its rows or its memory are used up", async () => {
  const endless = "SELECT sum(cityHash64(number)) FROM numbers(1000000000000)";
  await expect(read("test", endless, {}, { maxSeconds: 0.2 })).rejects.toMatchObject({
    cause: { code: "159" },
  });
  await expect(read("test", "SELECT number FROM numbers(1000001)")).rejects.toMatchObject({
    cause: { code: "396" },
  });
});

test("a read is known by its name while it runs, and ends when it is aborted", async () => {
  const stop = new AbortController();
  const sql = "SELECT sum(cityHash64(number)) FROM numbers(1000000000000)";
  const answer = read("test.named", sql, {}, { signal: stop.signal });
  const named =
    "SELECT count() FROM system.processes WHERE Settings['log_comment'] LIKE 'test.named %'";
  await expect.poll(() => read("test.look", named), { timeout: 10_000 }).toEqual([[1]]);
  stop.abort();
  await expect(answer).rejects.toMatchObject({
    cause: { message: expect.stringContaining("aborted") },
  });
});
