import { join } from "node:path";
import { runCommandLine } from "tiltmeter/cli/program";
import { expect, test } from "vitest";
import { dataSet } from "../../data.ts";
import { type Collector, startCollector } from "../../end-to-end/collector.ts";
import { temporaryFile } from "../tables/temporary-file.ts";
import { recordedTerminal } from "./command-line.ts";

const NOW = Date.parse("2026-11-24T12:00:00Z");

async function baseline(
  collector: Collector | null,
  ...args: readonly string[]
): Promise<{
  readonly code: number;
  readonly out: string;
  readonly err: string;
}> {
  const terminal = recordedTerminal(
    collector === null ? {} : { TILTMETER_URL: collector.url, TILTMETER_KEY: collector.admin },
  );
  const code = await runCommandLine(["baseline", ...args], terminal);
  return { code, out: terminal.out.join("\n"), err: terminal.err.join("\n") };
}

const reference = (rows: number): string =>
  [
    "application_id,at,income,purpose,decision,probability,truth",
    ...Array.from(
      { length: rows },
      (_, i) =>
        `a-${i},2026-11-${String(1 + (i % 14)).padStart(2, "0")} ${String(i % 24).padStart(2, "0")}:30:00,${(i * 7919) % 1000},${["car", "home", ""][i % 3]},${i % 2},0.${50 + (i % 50)},${i % 3 === 0 ? 1 - (i % 2) : i % 2}`,
    ),
    "",
  ].join("\n");

const CREATE = ["create", "--system", "credit", "--name", "validation"];

test("a baseline of a file is made, printed with its features, approved by a short digest, and listed", async () => {
  await using collector = await startCollector({ nowMs: NOW });
  const file = await temporaryFile("reference.csv", reference(600));
  const made = await baseline(
    collector,
    ...CREATE,
    ...["--file", file, "--columns", "income,purpose", "--seasonal", "hour_of_week"],
    ...["--time", "at", "--zone", "Europe/Berlin"],
    ...["--label", "decision", "--score", "probability", "--truth", "truth"],
    ...["--override-rate", "0.06", "--accuracy", "0.8"],
  );
  expect([made.code, made.err]).toEqual([0, ""]);
  const lines = made.out.split("\n");
  expect(lines[0]).toBe("validation, version 1, of credit: 600 rows");
  const digest = /^digest ([0-9a-f]{64})$/.exec(lines[1] ?? "")?.[1] ?? "";
  expect(lines[2]).toMatch(/^ {2}income {3}numeric, \d+ cells$/);
  expect(lines[3]).toMatch(/^ {2}purpose {2}categorical, \d+ cells, 200 missing$/);
  expect(lines[4]).toBe("2 labels predicted: 0 300, 1 300");
  expect(lines.at(-1)).toBe(`  tiltmeter baseline approve ${digest}`);

  expect((await baseline(collector, "list")).out).toMatch(/^credit +validation +1 +600 +\S+ +- /m);
  const approved = await baseline(collector, "approve", digest.slice(0, 10));
  expect([approved.code, approved.err]).toEqual([0, ""]);
  expect(approved.out).toMatch(
    /^validation, version 1: approved by .+; credit is compared with it/,
  );
  const listed = await baseline(collector, "list", "--system", "credit", "--format", "json");
  expect(JSON.parse(listed.out)).toMatchObject({
    items: [{ digest, rows: 600, approvedBy: expect.any(String) }],
  });
  const whole = await collector.api(`/baselines/${digest}`);
  expect(whole).toMatchObject({
    seasonal: "hour_of_week",
    rates: { overrideRate: 0.06, accuracy: 0.8 },
    scores: { "0": expect.anything(), "1": expect.anything() },
    outputs: { "0": 300, "1": 300 },
  });
});

test("a label alone is what later outputs are compared with", async () => {
  await using collector = await startCollector({ nowMs: NOW });
  const file = await temporaryFile("reference.csv", reference(100));
  const { code, out } = await baseline(
    collector,
    ...[...CREATE, "--file", file, "--columns", "income", "--label", "decision"],
  );
  expect([code, out]).toEqual([0, expect.stringContaining("2 labels predicted: 0 50, 1 50")]);
  const digest = /^digest ([0-9a-f]{64})$/m.exec(out)?.[1] ?? "";
  const whole = await collector.api(`/baselines/${digest}`);
  expect(whole).toMatchObject({ outputs: { "0": 50, "1": 50 } });
  expect(whole).not.toHaveProperty("scores");
});

test("every column is a feature unless something else is said; identifiers are pointed out", async () => {
  await using collector = await startCollector({ nowMs: NOW });
  const file = await temporaryFile("reference.csv", reference(100));
  const { code, out, err } = await baseline(
    collector,
    ...CREATE,
    "--file",
    file,
    "--format",
    "json",
  );
  expect(code).toBe(0);
  expect(err).toMatch(
    /^application_id: identifier or prose: every value differs; exclude it with --exclude application_id$/m,
  );
  expect(Object.keys(JSON.parse(out).features).sort()).toEqual(
    ["application_id", "at", "decision", "income", "probability", "purpose", "truth"].sort(),
  );
});

test("from a past window and rolling, as far as the collector has data", async () => {
  await using collector = await startCollector({ nowMs: NOW });
  const window = await baseline(collector, ...CREATE, "--from", "2026-11-01", "--to", "2026-11-08");
  expect(window.code, collector.log.join("\n")).toBe(1);
  expect(window.err, collector.log.join("\n")).toMatch(
    /answered 422: a baseline needs at least 50 rows, got 0 .*"credit"/,
  );
  const rolling = await baseline(collector, ...CREATE, "--rolling", "7/28");
  expect(rolling.err).toMatch(/answered 422: .*everyDays must be at most days/);
});

test("categories too long to send are named, and as prose they are counted and say nothing of themselves", async () => {
  await using collector = await startCollector({ nowMs: NOW });
  const prose = (i: number): string => `${i} ${"wordword".repeat(1100)}`;
  const lines = Array.from({ length: 2000 }, (_, i) => `${i % 9},${prose(i)}`);
  const file = await temporaryFile("prose.csv", ["x,prose", ...lines, ""].join("\n"));
  const refused = await baseline(collector, ...CREATE, "--file", file);
  expect(refused.code).toBe(2);
  expect(refused.err).toMatch(
    /the distributions are \d+\.\d MiB, a collector takes 16\.0: the categories of prose are long; .* --text$/m,
  );
  const made = await baseline(collector, ...CREATE, "--file", file, "--text", "prose");
  expect(made.out, made.err).toContain("validation, version 1, of credit: 2000 rows");
  for (const part of ["length", "non_letters", "language", "tokens"]) {
    expect(made.out).toContain(`prose:${part}`);
  }
  const digest = /^digest ([0-9a-f]{64})$/m.exec(made.out)?.[1] ?? "";
  const whole = await collector.api(`/baselines/${digest}`);
  expect(JSON.stringify(whole)).not.toContain("word");
  expect(whole).toMatchObject({
    origin: expect.stringMatching(/^file prose\.csv, SHA-256 [0-9a-f]{64}$/),
    derived: { prose: { kind: "text" } },
  });
});

test("counts made here and rows counted by the collector are the same distributions", async () => {
  await using collector = await startCollector({ nowMs: NOW });
  const lines = reference(300).trim().split("\n").slice(1);
  const file = await temporaryFile("reference.csv", reference(300));
  const made = await baseline(
    collector,
    ...[...CREATE, "--file", file, "--columns", "income,purpose", "--format", "json"],
  );
  const rows = await collector.api("/baselines", {
    system: "credit",
    name: "rows",
    columns: {
      income: lines.map((line) => Number(line.split(",")[2])),
      purpose: lines.map((line) => line.split(",")[3] || null),
    },
  });
  const whole = async (text: unknown): Promise<unknown> => {
    const digest = (text as { readonly digest: string }).digest; // as the API answers
    const { features } = (await collector.api(`/baselines/${digest}`)) as { features: unknown };
    return features;
  };
  expect(await whole(JSON.parse(made.out))).toEqual(await whole(rows));
});

test("what does not fit together is told before anything is sent: exit 2", async () => {
  await using collector = await startCollector({ nowMs: NOW });
  const file = await temporaryFile("reference.csv", reference(60));
  const wrong = async (...args: readonly string[]): Promise<string> => {
    const { code, err } = await baseline(collector, ...CREATE, ...args);
    expect(code).toBe(2);
    return err;
  };
  expect(await wrong()).toMatch(/made from one source: --file FILE, or --from/);
  expect(await wrong("--file", file, "--rolling", "28/7")).toMatch(/made from one source/);
  expect(await wrong("--from", "2026-11-01")).toMatch(/needs both --from and --to/);
  expect(await wrong("--file", file, "--score", "probability", "--truth", "truth")).toMatch(
    /--score and --truth go together, with --label/,
  );
  expect(await wrong("--rolling", "28/7", "--label", "decision")).toMatch(/columns of a --file/);
  expect(await wrong("--file", file, "--seasonal", "hour_of_week")).toMatch(
    /needs the --time column/,
  );
  expect(await wrong("--file", file, "--columns", "incom")).toMatch(
    /has no column "incom"; did you mean "income"\?/,
  );
  const seasonal = ["--file", file, "--seasonal", "hour_of_week", "--time"];
  expect(await wrong(...seasonal, "purpose")).toMatch(
    /column purpose: no row has a time that can be read as iso, got "car"; name another column/,
  );
  expect(await wrong(...seasonal, "at", "--zone", "Mars")).toMatch(/such as UTC or Europe\/Berlin/);
  expect(await wrong("--rolling", "month")).toMatch(/days\/every, such as 28\/7/);
});

test("without a key, without a collector, and with a key that may not, the next step is said", async () => {
  await using collector = await startCollector({ nowMs: NOW });
  const list = ["list", "--url", collector.url];
  expect((await baseline(null, ...list)).err).toMatch(/no key: give --key, or set TILTMETER_KEY/);
  expect((await baseline(null, ...list, "--key", "tlt_wrong")).err).toMatch(
    /answered 401: .*give a key of this collector/,
  );
  const may = await baseline(null, ...list, "--key", collector.ingest);
  expect([may.code, may.err]).toEqual([
    1,
    expect.stringMatching(/answered 403: .*use a key whose role may do this/),
  ]);
  const away = await baseline(null, "list", "--url", "http://127.0.0.1:1", "--key", "k");
  expect(away.err).toMatch(/no collector answers at http:\/\/127\.0\.0\.1:1 .*tiltmeter serve/);
  const absent = await baseline(collector, "approve", "0123456789");
  expect(absent.err).toMatch(/no baseline's digest begins with 0123456789/);
});

const census = dataSet("acs-employment-ma");
test.skipIf(census.absent)(
  `the reference year of the Census becomes a baseline from its Parquet file${census.note}`,
  { timeout: 120_000 },
  async () => {
    await using collector = await startCollector({ nowMs: NOW });
    const { code, out, err } = await baseline(
      collector,
      ...["create", "--system", "employment", "--name", "2015"],
      ...["--file", join(census.path, "reference.parquet"), "--exclude", "id,year"],
      ...["--label", "prediction", "--score", "predicted_probability", "--truth", "employed"],
    );
    expect(code, err).toBe(0);
    expect(out).toMatch(/^2015, version 1, of employment: 68785 rows$/m);
    expect(out).toMatch(/^ {2}AGEP +numeric, \d+ cells$/m);
    expect(out.match(/, \d+ cells/g)).toHaveLength(16);
  },
);
