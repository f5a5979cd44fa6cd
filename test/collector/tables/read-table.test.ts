import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import type { TableColumn } from "tiltmeter/tables/column-builder";
import { readTable } from "tiltmeter/tables/read-table";
import { expect, test } from "vitest";
import { temporaryFile, temporaryFolder } from "./temporary-file.ts";

const fixture = (name: string): string => fileURLToPath(new URL(`oracle/${name}`, import.meta.url));

/** A column's values, null where a row has none. */
function valuesOf(column: TableColumn | undefined): readonly (number | string | null)[] {
  if (column === undefined) throw new Error("no such column");
  return column.kind === "numbers"
    ? [...column.values].map((value) => (Number.isNaN(value) ? null : value))
    : [...column.codes].map((code) => column.categories[code] ?? null);
}

async function csv(text: string | Uint8Array, options = {}): Promise<Record<string, unknown>> {
  const table = await readTable(await temporaryFile("t.csv", text), options);
  return Object.fromEntries([...table.columns].map(([name, column]) => [name, valuesOf(column)]));
}

const failure = (text: string | Uint8Array, name = "t.csv"): Promise<string> =>
  temporaryFile(name, text)
    .then((path) => readTable(path))
    .then(
      () => "read",
      (error: Error) => `${error.name}: ${error.message}`,
    );

test.each([",", ";", "\t", "|"])("the delimiter %j is found by looking", async (delimiter) => {
  const lines = [
    ["a", "b,; x", "c"],
    ["1", "2", "x"],
    ["3", "4", "y"],
  ];
  const quoted = (cell: string): string => (/[^\w.]/.test(cell) ? `"${cell}"` : cell);
  const text = lines.map((line) => line.map(quoted).join(delimiter)).join("\n");
  expect(await csv(text)).toEqual({ a: [1, 3], "b,; x": [2, 4], c: ["x", "y"] });
});

test("a byte order mark, quotes, line breaks in cells, Windows ends, empty lines and spaces are no values", async () => {
  const text = '\uFEFFa, b ,c\r\n1,"x, ""y""\r\nz", 2.50 \r\n\r\n2,w,-3e2\r\n';
  expect(await csv(text)).toEqual({ a: [1, 2], b: ['x, "y"\r\nz', "w"], c: [2.5, -300] });
});

test("a column is numeric where every value is a number as programs write them; codes, giants and mixtures are text", async () => {
  const text = [
    "number,code,giant,comma,hex,mixed,infinite",
    '1,007,9007199254740993,"1,5",0x10,1.0,inf',
    "-.5,12,1,2,1,x,-Infinity",
    "1E3,3,2,3,2,1,2",
  ].join("\n");
  expect(await csv(text)).toEqual({
    number: [1, -0.5, 1000],
    code: ["007", "12", "3"],
    giant: ["9007199254740993", "1", "2"],
    comma: ["1,5", "2", "3"],
    hex: ["0x10", "1", "2"],
    mixed: ["1.0", "x", "1"], // as written, though the first cell was read as a number at first
    infinite: [Infinity, -Infinity, 2],
  });
});

test("empty cells, NA, N/A, NaN, null and None are missing, and do not make a column text", async () => {
  const text = "a,b\n1,x\n,\nNA,N/A\nNaN,null\nNone,NULL\nnan,y\n";
  expect(await csv(text)).toEqual({
    a: [1, null, null, null, null, null],
    b: ["x", null, null, null, null, "y"],
  });
});

test("a column without any value is text with every row missing", async () => {
  expect(await csv("a,b\n1,\n2,\n")).toEqual({ a: [1, 2], b: [null, null] });
});

test("columns may be chosen, left out and taken as text", async () => {
  expect(await csv("a,b,c\n1.0,2,3\n", { exclude: ["b"], asText: ["a"] })).toEqual({
    a: ["1.0"],
    c: [3],
  });
  expect(await csv("a,b,c\n1.0,2,3\n", { only: ["c", "zz"] })).toEqual({ c: [3] });
});

test("numbers come back as the doubles they were written from, whatever they are", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.double({ noNaN: true }), { minLength: 1 }), async (numbers) => {
      const { x } = await csv(`x\n${numbers.map(String).join("\n")}\n`);
      const giants = numbers.some(
        (value) => /^-?\d+$/.test(String(value)) && !Number.isSafeInteger(value),
      );
      expect(x).toEqual(giants ? numbers.map(String) : numbers.map((value) => value + 0));
    }),
    { numRuns: 50 },
  );
});

test("a gzip file is read as what it holds", async () => {
  const path = await temporaryFile("t.csv.gz", gzipSync("a,b\n1,x\n"));
  expect((await readTable(path)).rows).toBe(1);
  const lines = await temporaryFile("t.jsonl.gz", gzipSync('{"a":1}\n{"a":2}\n'));
  expect((await readTable(lines)).rows).toBe(2);
});

test("a header without rows is a table without rows", async () => {
  const table = await readTable(await temporaryFile("t.csv", "a,b\n"));
  expect([table.rows, [...table.columns.keys()]]).toEqual([0, ["a", "b"]]);
});

test("what cannot be read as CSV is told with file, line, rule and value", async () => {
  expect(await failure("")).toMatch(
    /^TableError: .*t\.csv: has no header; its first line must name/,
  );
  expect(await failure("a,b\n1,2\n3\n")).toMatch(
    /t\.csv: line 3 \(row 2\): has 1 cells, the header has 2; quote cells/,
  );
  expect(await failure("a,b\n1,2\n3,4,5\n")).toMatch(/line 3 \(row 2\): has 3 cells/);
  expect(await failure("a,b,a\n1,2,3\n")).toMatch(/columns 1 and 3 are both named "a"/);
  expect(await failure('a,b\n1,"2\n3,4\n')).toMatch(/t\.csv:.* a quoted cell is never closed/);
  expect(await failure('a,b\n1,"2"x\n3,4\n')).toMatch(
    /t\.csv: line 2: a quote stands inside a cell/,
  );
  expect(await failure(Buffer.from("a,b\n1,\0\n"))).toMatch(/is not text \(it holds zero bytes\)/);
  const huge = `a\n"${"x".repeat(9_000_000)}\n`;
  expect(await failure(huge)).toMatch(/a quoted cell is never closed/);
});

test("what is no file of a known kind is told with the next step", async () => {
  const folder = await temporaryFolder();
  const at = (path: string): Promise<string> =>
    readTable(path).then(
      () => "read",
      (error: Error) => error.message,
    );
  expect(await at(`${folder}/absent.csv`)).toMatch(/there is no such file; name an existing CSV/);
  expect(await at(folder)).toMatch(/is a folder; name one file in it|names no format/);
  expect(await at(await temporaryFile("t.xlsx", "PK"))).toMatch(
    /extension "xlsx" names no format .*--input-format/,
  );
  expect(await failure("a,b\n", "t.parquet")).toMatch(/a Parquet file begins with PAR1, got "a,b/);
  expect(await failure("PAR1....", "t.csv")).toMatch(
    /is a Parquet file; use --input-format parquet/,
  );
  expect(await failure("PAR1....PAR1", "t.parquet")).toMatch(/cannot be read as Parquet/);
  expect(await failure(gzipSync("a,b\n1,2\n").subarray(0, 20), "t.csv.gz")).toMatch(
    /gzip data cannot be read/,
  );
});

test("JSON lines: nested objects are dotted columns, lists their JSON, absent keys missing, booleans text", async () => {
  const path = await temporaryFile(
    "t.jsonl",
    '{"a":1,"n":{"x":true,"y":[1,2]}}\n\n{"b":"007","a":null}\n{"a":2,"n":{"x":false}}\n',
  );
  const { rows, columns } = await readTable(path);
  expect(rows).toBe(3);
  expect(Object.fromEntries([...columns].map(([name, of]) => [name, valuesOf(of)]))).toEqual({
    a: [1, null, 2],
    "n.x": ["true", null, "false"],
    "n.y": ["[1,2]", null, null],
    b: [null, "007", null],
  });
});

test("a JSON array of objects is read as lines are", async () => {
  const path = await temporaryFile("t.json", '[{"a":1},\n {"a":"x"}]');
  expect(valuesOf((await readTable(path)).columns.get("a"))).toEqual(["1", "x"]);
});

test("a line that is no JSON object is told with its number", async () => {
  expect(await failure('{"a":1}\n{"a":\n', "t.jsonl")).toMatch(/line 2: must be JSON /);
  expect(await failure('{"a":1}\n7\n', "t.jsonl")).toMatch(
    /line 2: must be a JSON object, got "7"/,
  );
  expect(await failure('[{"a":1},3]', "t.json")).toMatch(/item 2: must be a JSON object/);
});

test.each(["none", "snappy", "gzip", "brotli", "lz4", "zstd"])(
  "Parquet written with codec %s gives the values that were written",
  async (codec) => {
    const { rows, columns } = await readTable(fixture(`${codec}.parquet`));
    const values = (name: string): readonly unknown[] => valuesOf(columns.get(name));
    const each = (make: (row: number) => unknown): readonly unknown[] =>
      Array.from({ length: 300 }, (_, row) => make(row));
    expect(rows).toBe(300);
    expect(values("whole")).toEqual(each((i) => (i % 10 === 3 ? null : i)));
    expect(values("huge")).toEqual(each((i) => String(9007199254740993n + BigInt(i))));
    expect(values("real")).toEqual(each((i) => (i % 50 === 7 ? null : i / 8)));
    expect(values("text")).toEqual(each((i) => (i % 25 === 1 ? null : `café ${i % 4}`)));
    expect(values("flag")).toEqual(each((i) => String(i % 3 === 0)));
    expect(values("day")).toEqual(each((i) => Date.UTC(2026, 10, 1 + (i % 28))));
    expect(values("instant")).toEqual(each((i) => Date.UTC(2026, 10, 24, 10, 0, i % 60, 250)));
    expect(values("amount")).toEqual(each((i) => i / 4));
    expect(values("nested.a")).toEqual(each((i) => i));
    expect(values("nested.b")).toEqual(each((i) => `x${i % 2}`));
    expect(values("list")).toEqual(each((i) => `[${i},${i + 1}]`));
    expect(values("nothing")).toEqual(each(() => null));
    expect([...columns.keys()]).not.toContain("nested");
  },
);

test("Parquet without rows is a table without rows", async () => {
  const { rows, columns } = await readTable(fixture("empty.parquet"), { only: ["whole"] });
  expect([rows, columns.size]).toEqual([0, 0]);
});

test("bytes that are not UTF-8 are refused with their place, in any chunk and in JSON", async () => {
  const latin = Buffer.from('name,n\n"K\xF6ln",1\n', "latin1");
  expect(await failure(latin)).toMatch(
    /t\.csv: byte 10 \(near "\\"K\u00F6ln.*\) is not UTF-8; convert the file, such as with iconv -f latin1 -t utf-8$/,
  );
  const far = Buffer.concat([Buffer.from(`name,n\n${"a,1\n".repeat(200_000)}`), latin.subarray(7)]);
  expect(await failure(far)).toContain("byte 800010 ");
  expect(await failure(Buffer.from('[{"a":"\xE9"}]', "latin1"), "t.json")).toContain("not UTF-8");
  expect(await failure(Buffer.from("name\nx\xE2\x82", "latin1"))).toContain("byte 7 ");
  expect(await failure(Buffer.from("\uFEFFa,b\n1,2\n", "utf16le"))).toContain("byte 1 ");
});

test("characters that lie over the end of a chunk are whole", async () => {
  for (const shift of ["", "x", "xx", "xxx"]) {
    const letters = `${shift}\u20AC\u{1F600}`;
    const column = (await csv(`name\n${`${letters}\n`.repeat(30_000)}`))["name"];
    expect([...new Set(column as readonly string[])]).toEqual([letters]); // as `csv` makes it
  }
});

test("a column without a name, as row numbers often are, is called by its place", async () => {
  expect(Object.keys(await csv(",age,\n0,41,x\n1,42,y\n"))).toEqual([
    "column_1",
    "age",
    "column_3",
  ]);
});

test("a record that is too long is not blamed on a quote that is not there", async () => {
  expect(await failure(`a,b\n1,${"x".repeat(9_000_000)}\n`)).toMatch(
    /line 2: a record has at most 8388608 characters; where a quoted cell is never closed, close it$/,
  );
});
