import { existsSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { type Engine, openEngine } from "tiltmeter/store/engine/open";
import { scratchName } from "tiltmeter/store/engine/scratch";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";

// Each test holds one trap of the embedded engine shut; a new version of the engine is judged by them.

let engine: Engine;
let folder: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  engine = await openEngine({ folder });
  await engine.outside.command({ query: "CREATE DATABASE tiltmeter ENGINE = Atomic" });
});

afterAll(() => engine.close());

async function rows(query: string, query_params: Record<string, unknown> = {}): Promise<unknown[]> {
  const result = await engine.client.query({ query, query_params, format: "JSONCompactEachRow" });
  return result.json();
}

async function insert(table: string, text: string, format: string): Promise<void> {
  const result = await engine.client.exec({
    query: `INSERT INTO ${table} FORMAT ${format}`,
    values: Readable.from([Buffer.from(text)]),
  });
  for await (const _ of result.stream);
}

test("output of a failed query never reaches another caller, 200 at once with a third failing", async () => {
  const failing =
    "SELECT number, 'SECRET', throwIf(number = 5000) FROM numbers(10000) SETTINGS max_block_size = 10, max_threads = 1";
  const answers = await Promise.allSettled(
    Array.from({ length: 200 }, (_, i) =>
      i % 10 < 3 ? rows(failing) : rows(`SELECT 'tenant ${i}'`),
    ),
  );
  answers.forEach((answer, i) => {
    if (i % 10 < 3) expect(answer.status).toBe("rejected");
    else expect(answer).toEqual({ status: "fulfilled", value: [[`tenant ${i}`]] });
  });
});

test("a blank line and a statement inside inserted data are data", async () => {
  await engine.client.command({
    query: "CREATE TABLE victim (a UInt8) ENGINE = MergeTree ORDER BY a",
  });
  await engine.client.command({
    query: "CREATE TABLE notes (id UInt8, note String) ENGINE = MergeTree ORDER BY id",
  });
  await insert("notes", '1,"hello\n\nDROP TABLE victim;\n"\n2,"x"\n', "CSV");
  expect(await rows("SELECT id, note FROM notes ORDER BY id")).toEqual([
    [1, "hello\n\nDROP TABLE victim;\n"],
    [2, "x"],
  ]);
  expect(await rows("SELECT count() FROM victim")).toEqual([[0]]);
});

test("bytes above 127 and pairs of line feeds in binary data arrive as they are", async () => {
  await engine.client.command({
    query: "CREATE TABLE bytes (a String) ENGINE = MergeTree ORDER BY a",
  });
  const text = Buffer.from([0, 10, 10, 128, 255, 10, 10, 59]);
  await engine.client.exec({
    query: "INSERT INTO bytes FORMAT RowBinary",
    values: Readable.from([Buffer.concat([Buffer.from([text.length]), text])]),
  });
  expect(await rows("SELECT hex(a) FROM bytes")).toEqual([["000A0A80FF0A0A3B"]]);
});

test("stacked statements, files and networks are refused before the engine", async () => {
  const target = join(folder, "out.txt");
  for (const query of [
    "SELECT 1; DROP TABLE victim",
    `SELECT 1 INTO OUTFILE '${target}'`,
    "SELECT * FROM file('/etc/passwd', 'LineAsString')",
  ]) {
    await expect(rows(query)).rejects.toThrow("refused before the engine");
    await expect(engine.client.command({ query })).rejects.toThrow("refused before the engine");
  }
  expect(existsSync(target)).toBe(false);
});

test("settings and bound values of one statement are gone in the next", async () => {
  await engine.client.query({
    query: "SELECT {a:String}",
    query_params: { a: "x" },
    clickhouse_settings: { max_result_rows: "1", readonly: "1" },
  });
  expect(await rows("SELECT count() FROM (SELECT number FROM numbers(10))")).toEqual([[10]]);
  expect(await rows("SELECT number FROM numbers(3)")).toHaveLength(3);
  expect(await rows("SELECT getSetting('readonly')")).toEqual([[0]]);
  await expect(rows("SELECT {a:String}")).rejects.toThrow("not bound");
});

test("async_insert is off and times are UTC, whatever the engine's defaults", async () => {
  expect(
    await rows("SELECT getSetting('async_insert'), timezone(), getSetting('implicit_select')"),
  ).toEqual([[false, "UTC", false]]);
});

test("values are bound by type: texts, times with milliseconds, NaN, lists, maps, null", async () => {
  const nasty = "it's \\ \n\t\0 é'; DROP TABLE victim; --";
  const answer = await rows(
    `SELECT {text:String} = concat('it', char(39), 's ', char(92), ' ', char(10), char(9), char(0), ' é', char(39), '; DROP TABLE victim; --'),
      toUnixTimestamp64Milli({time:DateTime64(3, 'UTC')}), isNaN({nan:Float64}), {inf:Float64} < 0,
      arraySum({list:Array(Float64)}), {texts:Array(String)}[1] = {text:String}, {map:Map(String, Float64)}['k'],
      {none:Nullable(String)} IS NULL, {big:UInt64} = 18446744073709551615`,
    {
      text: nasty,
      time: new Date(1_700_000_000_123),
      nan: Number.NaN,
      inf: Number.NEGATIVE_INFINITY,
      list: [1, 2.5],
      texts: [nasty],
      map: new Map([["k", 1.5]]),
      none: null,
      big: 18_446_744_073_709_551_615n,
    },
  );
  expect(answer).toEqual([[1, 1_700_000_000_123, 1, 1, 3.5, 1, 1.5, 1, 1]]);
});

describe("an abort ends the statement in the engine", () => {
  const endless = "SELECT sum(cityHash64(number)) FROM numbers(1000000000000)";
  const running =
    "SELECT count() FROM system.processes WHERE query LIKE '%1000000000000%' AND query NOT LIKE '%processes%'";

  test("while it runs", async () => {
    const stop = new AbortController();
    const answer = engine.client.query({ query: endless, abort_signal: stop.signal });
    await expect.poll(() => rows(running), { timeout: 10_000 }).toEqual([[1]]);
    stop.abort();
    await expect(answer).rejects.toThrow("aborted");
    await expect.poll(() => rows(running), { timeout: 10_000 }).toEqual([[0]]);
  });

  test("while it is prepared", async () => {
    for (let turns = 0; turns < 6; turns += 1) {
      const stop = new AbortController();
      const answers = [1, 2, 3].map(() =>
        engine.client.query({ query: endless, abort_signal: stop.signal }),
      );
      const settled = Promise.allSettled(answers);
      for (let i = 0; i < turns; i += 1) await new Promise((resolve) => setImmediate(resolve));
      stop.abort();
      for (const answer of await settled) expect(answer.status).toBe("rejected");
    }
    await expect.poll(() => rows(running), { timeout: 10_000 }).toEqual([[0]]);
  });

  test("while it waits for its turn", async () => {
    const stop = new AbortController();
    const answers = Array.from({ length: 6 }, () =>
      engine.client.query({ query: endless, abort_signal: stop.signal }),
    );
    stop.abort();
    for (const answer of await Promise.allSettled(answers)) expect(answer.status).toBe("rejected");
    await expect.poll(() => rows(running), { timeout: 10_000 }).toEqual([[0]]);
  });
});

test("errors carry the engine's code and type", async () => {
  await expect(rows("SELECT * FROM absent")).rejects.toMatchObject({
    code: "60",
    type: "UNKNOWN_TABLE",
  });
});

test("a failed insert leaves no file behind", async () => {
  await expect(insert("victim", '"not a number"\n', "CSV")).rejects.toMatchObject({ code: "27" });
  const inMemory = join("/dev/shm", scratchName(folder));
  const scratch = existsSync(inMemory) ? inMemory : join(folder, "scratch");
  expect(await readdir(scratch)).toEqual([]);
});

test("a second folder in one process is refused with a message that says what to look at", async () => {
  const other = await temporaryFolder();
  await writeFile(join(other, "note"), "");
  await expect(openEngine({ folder: other })).rejects.toThrow(/another process may have it open/);
});
