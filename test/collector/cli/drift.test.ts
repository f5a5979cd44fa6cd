import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommandLine } from "tiltmeter/cli/program";
import { readTable, type Table } from "tiltmeter/tables/read-table";
import { expect, test } from "vitest";
import { compasRows, dataSet } from "../../data.ts";
import { temporaryFile, temporaryFolder } from "../tables/temporary-file.ts";
import { recordedTerminal } from "./command-line.ts";
import { type OracleColumn, oracle, oracleFile } from "./oracle/drift.ts";

interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function drift(...args: readonly string[]): Promise<Told> {
  const terminal = recordedTerminal();
  const code = await runCommandLine(["drift", ...args], terminal);
  return { code, out: terminal.out.join("\n"), err: terminal.err.join("\n") };
}

type Report = {
  readonly columns: Readonly<
    Record<string, Record<string, unknown> & { verdict: string; reasons: string[]; note: unknown }>
  >;
} & Readonly<Record<string, unknown>>;

async function report(...args: readonly string[]): Promise<Report> {
  const { code, out, err } = await drift("--format", "json", ...args);
  expect([code, err]).toEqual([0, ""]);
  return JSON.parse(out);
}

const MADE = ["--reference", oracleFile("reference.csv"), "--current", oracleFile("current.csv")];

/** Distances to 1e-9, p to 1e-6, bounds of the index to 1e-6: SciPy's own noncentral χ² has no more. */
function expectOracle(
  found: Report["columns"],
  expected: Readonly<Record<string, OracleColumn>>,
): void {
  for (const [name, { psiLower, kolmogorovSmirnov, chiSquared, ...rest }] of Object.entries(
    expected,
  )) {
    const column: Record<string, unknown> = found[name] ?? {};
    for (const [key, value] of Object.entries(rest)) {
      const where = `${name}.${key}`;
      if (typeof value === "number") {
        expect(Math.abs(Number(column[key]) - value), where).toBeLessThanOrEqual(
          1e-9 * Math.max(1, Math.abs(value)),
        );
      } else expect(column[key], where).toBe(value);
    }
    expect(Number(column["psiLower"]), `${name}.psiLower`).toBeCloseTo(psiLower, 6);
    if (kolmogorovSmirnov !== undefined) {
      const { d, p } = kolmogorovSmirnov;
      expect(column["kolmogorovSmirnov"], name).toEqual({
        d: expect.closeTo(d, 9),
        p: expect.closeTo(p, 6),
      });
    }
    if (chiSquared !== undefined) {
      const { statistic, p, degrees } = chiSquared;
      expect(column["chiSquared"], name).toEqual({
        statistic: expect.closeTo(statistic, 8),
        p: expect.closeTo(p, 6),
        degrees,
      });
    }
  }
}

test("made tables: every distance equals NumPy's and SciPy's, with ties, atoms, missing cells and new categories", async () => {
  const { columns, ...rest } = await report(...MADE);
  expectOracle(columns, oracle.made);
  expect(Object.keys(columns)).toEqual(Object.keys(oracle.made));
  expect(rest).toMatchObject({ reference: { rows: 700 }, current: { rows: 500 } });
  expect(columns["purpose"]).toMatchObject({ verdict: expect.stringMatching(/warn|breach/) });
  expect(columns["purpose"]?.reasons.join()).toMatch(/never had, such as "boat"|PSI/);
  expect(columns["code"]?.["kind"]).toBe("categorical");
  expect(columns["lognormal"]).toMatchObject({ missing: { reference: 35 } });
});

const compas = dataSet("compas.csv");
test.skipIf(compas.absent)(
  `COMPAS 2013 against 2014: every distance equals NumPy's and SciPy's${compas.note}`,
  async () => {
    const rows = compasRows();
    const names = Object.keys(rows[0] ?? {});
    const folder = await temporaryFolder();
    const year = async (of: string): Promise<string> => {
      const path = join(folder, `${of}.csv`);
      const lines = rows
        .filter((row) => row["screening_date"]?.startsWith(of))
        .map((row) => names.map((name) => row[name]).join(","));
      await writeFile(path, [names.join(","), ...lines, ""].join("\n"));
      return path;
    };
    const { columns } = await report(
      "--reference",
      await year("2013"),
      "--current",
      await year("2014"),
    );
    expectOracle(columns, oracle.compas);
    for (const name of ["id", "screening_date"]) {
      expect(columns[name]).toMatchObject({ verdict: "insufficient" });
      expect(columns[name]?.note).toMatch(/exclude it with --exclude/);
    }
  },
);

const census = dataSet("acs-employment-ma");
const part = (name: string): string => join(census.path, `${name}.parquet`);
const FEATURES = Object.keys(oracle.census["2016"] ?? {}).join(",");

/** The rows of one year as JSON lines, which keep text text. */
async function yearOf(
  table: Table,
  year: number,
  change: (name: string, value: number) => number,
): Promise<string> {
  const years = table.columns.get("year");
  if (years?.kind !== "numbers") throw new Error("the Census has a column of years");
  const lines: string[] = [];
  years.values.forEach((each, row) => {
    if (each !== year) return;
    const record: Record<string, unknown> = {};
    for (const [name, column] of table.columns) {
      record[name] =
        column.kind === "numbers"
          ? change(name, column.values[row] ?? Number.NaN)
          : column.categories[column.codes[row] ?? -1];
    }
    lines.push(JSON.stringify(record));
  });
  return temporaryFile(`${year}.jsonl`, lines.join("\n"));
}

test.skipIf(census.absent)(
  `Census years against the reference: every distance equals NumPy's and SciPy's, and no feature breaches${census.note}`,
  { timeout: 120_000 },
  async () => {
    const analysis = await readTable(part("analysis"));
    for (const [year, expected] of Object.entries(oracle.census)) {
      const current = await yearOf(analysis, Number(year), (_, value) => value);
      const { columns } = await report(
        ...["--reference", part("reference"), "--current", current, "--columns", FEATURES],
      );
      expectOracle(columns, expected);
      expect(Object.entries(columns).filter(([, { verdict }]) => verdict === "breach")).toEqual([]);
    }
  },
);

test.skipIf(census.absent)(
  `a shift of half a standard deviation in one feature of a Census year is found and named${census.note}`,
  { timeout: 120_000 },
  async () => {
    const analysis = await readTable(part("analysis"));
    const current = await yearOf(analysis, 2016, (name, value) =>
      name === "AGEP" ? value + 11.5 : value,
    );
    const args = ["--reference", part("reference"), "--current", current, "--columns", FEATURES];
    const { columns } = await report(...args);
    const breached = Object.entries(columns).filter(([, { verdict }]) => verdict === "breach");
    expect(breached.map(([name]) => name)).toEqual(["AGEP"]);
    const { code, out } = await drift(...args, "--fail-on", "breach");
    expect(code).toBe(1);
    expect(out).toMatch(/^1 of 18 columns drifted: AGEP/m);
  },
);

test("the table has one line a column, the worst first, within 100 columns, and ends with what to do", async () => {
  const { code, out } = await drift(...MADE);
  expect(code).toBe(0);
  const lines = out.split("\n");
  const table = lines.slice(lines.findIndex((line) => line.startsWith("column")) + 1).slice(0, 8);
  for (const line of table) expect(line.length).toBeLessThanOrEqual(100);
  const rank = ["breach", "warn", "insufficient", "pass"];
  const ranks = table.map((line) => rank.indexOf(line.trim().split(/\s+/).at(-1) ?? ""));
  expect(ranks).toEqual([...ranks].sort());
  expect(out).not.toContain("\u001B");
  expect(lines.at(-1)).toMatch(/check whether the world changed or the data did/);
});

test("columns of one file alone are listed, a misspelt one is an error with a suggestion", async () => {
  const one = await temporaryFile("a.csv", "age,old\n1,2\n");
  const other = await temporaryFile("b.csv", "age,new\n1,2\n");
  const { out } = await drift("--reference", one, "--current", other);
  expect(out).toMatch(/^only in the reference: old$/m);
  expect(out).toMatch(/^only in the current: new$/m);
  const { code, err } = await drift("--reference", one, "--current", other, "--columns", "agee");
  expect([code, err]).toEqual([
    2,
    expect.stringMatching(/have no column "agee"; did you mean "age"\?$/),
  ]);
});

test("too few rows are insufficient, with the smallest shift that they could show", async () => {
  const rows = (n: number): string =>
    `x\n${Array.from({ length: n }, (_, i) => i * 1.5).join("\n")}\n`;
  const one = await temporaryFile("a.csv", rows(40));
  const { columns } = await report("--reference", one, "--current", one);
  expect(columns["x"]).toMatchObject({ verdict: "insufficient", psi: 0 });
  expect(columns["x"]?.reasons[0]).toMatch(
    /^40 values against 40 show a PSI of 1.8 at the smallest/,
  );
});

test("a column that lost all its values is a breach; one that misses more is a warning", async () => {
  const column = (blank: (row: number) => boolean): string =>
    `x,y\n${Array.from({ length: 2000 }, (_, i) => `${blank(i) ? "" : (i * 7919) % 97},1`).join("\n")}\n`;
  const full = await temporaryFile(
    "a.csv",
    column(() => false),
  );
  const some = await temporaryFile(
    "b.csv",
    column((row) => row % 10 === 0),
  );
  const none = await temporaryFile(
    "c.csv",
    column(() => true),
  );
  const { columns: warned } = await report("--reference", full, "--current", some);
  expect(warned["x"]).toMatchObject({ verdict: "warn" });
  expect(warned["x"]?.reasons).toEqual(["missing in 10.0 % of rows, was 0.00 %"]);
  const { columns: lost } = await report("--reference", full, "--current", none);
  expect(lost["x"]).toMatchObject({ verdict: "breach", n: 2000, m: 0, psi: null });
});

test("a stray text among numbers counts as missing and is told; codes can be taken as categories", async () => {
  const rows = (n: number, last: string): string =>
    `x\n${Array.from({ length: n }, (_, i) => i % 7).join("\n")}\n${last}\n`;
  const one = await temporaryFile("a.csv", rows(1000, "3"));
  const other = await temporaryFile("b.csv", rows(1000, "broken"));
  const { columns } = await report("--reference", one, "--current", other);
  expect(columns["x"]).toMatchObject({
    kind: "numeric",
    verdict: "pass",
    missing: { reference: 0, current: 1 },
    note: "1 current value is not a number (first: broken)",
  });
  const codes = await report("--reference", one, "--current", other, "--categorical", "x");
  expect(codes.columns["x"]).toMatchObject({ kind: "categorical", newCategories: { count: 1 } });
});

test("an unreadable file is one line and exit code 1", async () => {
  const { code, err } = await drift("--reference", "absent.csv", "--current", "absent.csv");
  expect([code, err]).toEqual([1, expect.stringMatching(/^absent\.csv: there is no such file.*$/)]);
});

test("an identifier is named, not judged", async () => {
  const rows = (from: number): string =>
    `key,user_id,row\n${Array.from({ length: 500 }, (_, i) => `u-${from + i * 3},${(from + i) * 17},${i}`).join("\n")}\n`;
  const one = await temporaryFile("a.csv", rows(0));
  const other = await temporaryFile("b.csv", rows(90_000));
  const { columns } = await report("--reference", one, "--current", other);
  for (const name of ["key", "user_id", "row"]) {
    expect(columns[name]?.verdict).toBe("insufficient");
    expect(columns[name]?.note).toMatch(/^identifier.* every value differs; exclude it with/);
  }
});

test("what a file holds reaches the terminal visibly: no control character, no forged line, JSON unchanged", async () => {
  const rows = (value: string): string =>
    `"a\u001B[31mge","x\nid: forged","\u202Eevil"\n${Array.from({ length: 300 }, (_, i) => `${i % 9},1,${value}${i % 3}`).join("\n")}\n`;
  const one = await temporaryFile("a.csv", rows("v\u001B[2J"));
  const other = await temporaryFile("b.csv", rows("\u009B2Jw"));
  const { out } = await drift("--reference", one, "--current", other);
  expect(out).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
  expect(out).not.toMatch(/^id: forged/m);
  expect(out).toContain("a\\u001b[31mge");
  const { columns } = await report("--reference", one, "--current", other);
  expect(Object.keys(columns)).toEqual(["a\u001B[31mge", "x\nid: forged", "\u202Eevil"]);
});

test("a comparison of nothing is no success, and --fail-on may ask for a verdict on every column", async () => {
  const one = await temporaryFile("a.csv", "age,old\n1,2\n");
  const other = await temporaryFile("b.csv", "new,old\n1,3\n");
  const pair = ["--reference", one, "--current", other];
  const apart = await drift(...pair, "--exclude", "old");
  expect([apart.code, apart.out]).toEqual([1, expect.stringContaining("nothing was compared")]);
  const lacking = await drift(...pair, "--columns", "old,age");
  expect([lacking.code, lacking.err]).toEqual([
    2,
    expect.stringMatching(/b\.csv: has no column "age"/),
  ]);
  expect((await drift(...pair, "--fail-on", "breach")).code).toBe(0);
  expect((await drift(...pair, "--fail-on", "insufficient")).code).toBe(1);
});
