import { fileURLToPath } from "node:url";
import { outlineOf, readRows, type TableRow } from "tiltmeter/tables/read-rows";
import { tableFile } from "tiltmeter/tables/table-format";
import { expect, test } from "vitest";
import { temporaryFile } from "./temporary-file.ts";

async function rowsOf(path: string): Promise<readonly TableRow[]> {
  const rows: TableRow[] = [];
  for await (const row of readRows(await tableFile(path))) rows.push(row);
  return rows;
}

const objects = (rows: readonly TableRow[]): readonly unknown[] =>
  rows.map(({ values }) => Object.fromEntries(values));

test("a CSV column is numeric only where all of it is, wherever the first text stands", async () => {
  const lines = Array.from({ length: 5000 }, (_, i) => `${i},${i === 4999 ? "x" : i}`);
  const path = await temporaryFile("t.csv", `a,b\n${lines.join("\n")}\n`);
  const rows = await rowsOf(path);
  expect(await outlineOf(await tableFile(path))).toEqual({
    columns: ["a", "b"],
    numeric: new Set(["a"]),
    rows: 5000,
  });
  expect(rows).toHaveLength(5000);
  expect(objects(rows)[0]).toEqual({ a: "0", b: "0" });
  expect(rows.at(-1)).toMatchObject({ row: 5000, problem: null });
});

test("a ragged row and a line that is no object come with their problem; the others come as they are", async () => {
  const csv = await rowsOf(await temporaryFile("t.csv", "a,b\n1,2\n3\n4,\n"));
  expect(csv.map(({ row, problem }) => [row, problem])).toEqual([
    [1, null],
    [2, expect.stringMatching(/^line 3 \(row 2\): has 1 cells, the header has 2/)],
    [3, null],
  ]);
  expect(objects(csv)[2]).toEqual({ a: "4", b: null });
  const lines = await rowsOf(await temporaryFile("t.jsonl", '{"a":1}\noops\n{"a":2}\n'));
  expect(lines.map(({ problem }) => problem === null)).toEqual([true, false, true]);
  expect(lines[1]?.problem).toMatch(/^line 2: must be JSON .*got "oops"/);
});

test("Parquet rows come in order through all row groups, instants as ISO 8601", async () => {
  const rows = objects(
    await rowsOf(fileURLToPath(new URL("oracle/snappy.parquet", import.meta.url))),
  );
  expect(rows).toHaveLength(300);
  expect(rows[200]).toEqual({
    whole: 200,
    huge: "9007199254741193",
    real: 25,
    text: "café 0",
    flag: false,
    day: "2026-11-05",
    instant: "2026-11-24T10:00:20.250Z",
    amount: 50,
    "nested.a": 200,
    "nested.b": "x0",
    list: "[200,201]",
    nothing: null,
  });
});
