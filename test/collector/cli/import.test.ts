import { existsSync } from "node:fs";
import { readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommandLine } from "tiltmeter/cli/program";
import { expect, test } from "vitest";
import { compasRows, dataSet } from "../../data.ts";
import { type Collector, startCollector } from "../../end-to-end/collector.ts";
import { temporaryFolder } from "../tables/temporary-file.ts";
import { type Recorded, recordedTerminal } from "./command-line.ts";
import { startFront } from "./front.ts";

const NOW = Date.parse("2026-11-24T12:00:00Z");

const MAP = `
system: credit
id: { column: id }
time: { column: at, zone: Europe/Berlin }
model: { name: xgb, version: { column: version } }
label: { column: decision, values: { 0: deny, 1: approve } }
score: { column: percent, scale: 0.01 }
features: { columns: "*", exclude: [note], text: [postcode] }
segment: { region: region }
`;
const OUTCOMES = `
system: credit
id: { column: id }
time: { column: at }
label: { column: decision, values: { 0: deny, 1: approve } }
`;
const HEADER = "id,at,version,decision,percent,income,postcode,region,note";
const line = (i: number): string =>
  `p${i},2026-11-${String(1 + (i % 20)).padStart(2, "0")} 10:00:00,7.10,${i % 2},${i % 100},${i * 10},0${1000 + (i % 7)},north,x`;

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function files(
  rows: readonly string[],
  map = MAP,
): Promise<{ file: string; map: string; folder: string }> {
  const folder = await temporaryFolder();
  const [file, mapFile] = [join(folder, "rows.csv"), join(folder, "map.yaml")];
  await writeFile(file, [HEADER, ...rows, ""].join("\n"));
  await writeFile(mapFile, map);
  return { file, map: mapFile, folder };
}

async function run(args: readonly string[], terminal: Recorded = recordedTerminal()): Promise<Ran> {
  const code = await runCommandLine(["import", ...args], terminal);
  return { code, out: terminal.out.join("\n"), err: terminal.err.join("\n") };
}

const to = (collector: Collector, url = collector.url): readonly string[] => [
  ...["--url", url],
  ...["--key", collector.ingest],
];

async function stored(collector: Collector): Promise<Record<string, unknown>> {
  await collector.app.settled();
  return collector.api("/systems/credit");
}

const rows = (n: number): readonly string[] => Array.from({ length: n }, (_, i) => line(i));

test("predictions and outcomes of a file arrive once each, as the mapping says; a second run doubles nothing", async () => {
  await using collector = await startCollector({ nowMs: NOW });
  const { file, map, folder } = await files(rows(4500));
  const { code, out } = await run([
    "predictions",
    file,
    "--map",
    map,
    ...to(collector),
    "--format",
    "json",
  ]);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    rows: 4500,
    accepted: 4500,
    rejected: 0,
    duplicates: 0,
    finished: true,
  });
  const outcomes = join(folder, "outcomes.yaml");
  await writeFile(outcomes, OUTCOMES);
  expect((await run(["outcomes", file, "--map", outcomes, ...to(collector)])).code).toBe(0);
  const again = await run(["predictions", file, "--map", map, ...to(collector)]);
  expect(again.out).toMatch(
    /4500 rows of predictions, 4500 accepted \(4500 of them were there before\), 0 rejected/,
  );
  expect(await stored(collector)).toMatchObject({
    predictions: 4500,
    outcomes: 4500,
    firstSeen: "2026-11-01T09:00:00.000Z",
    models: [{ name: "xgb", version: "7.10" }],
  });
  expect(existsSync(`${file}.tiltmeter-import.json`)).toBe(false);
});

test("through busy answers, lost answers, closed connections and a stop in the middle every row arrives exactly once", async () => {
  await using collector = await startCollector({ nowMs: NOW });
  const { file, map } = await files(rows(15_000));
  const terminal = recordedTerminal();
  const front = await startFront(collector.url, (request) => {
    if (request === 6) terminal.signal("SIGINT");
    if (request === 2) return "busy";
    if (request === 3 || request === 6) return "lose";
    return request === 4 ? "refuse" : "pass";
  });
  const command = ["predictions", file, "--map", map, ...to(collector, front.url)];
  const stopped = await run(command, terminal);
  expect(stopped.code).toBe(130);
  expect(stopped.err).toMatch(/answered 503.*; trying again in 1 s/);
  expect(stopped.err).toMatch(/stopped before the end; the same command goes on there/);
  const place = JSON.parse(await readFile(`${file}.tiltmeter-import.json`, "utf8"));
  expect(place.nextRow % 2000).toBe(1);
  expect(place.nextRow).toBeLessThan(15_000);

  const resumed = await run(command);
  expect(resumed.code).toBe(0);
  expect(resumed.err).toContain(`going on at row ${place.nextRow} of 15000`);
  expect(resumed.out).toMatch(/15000 rows of predictions, 15000 accepted/);
  expect(await stored(collector)).toMatchObject({ predictions: 15_000 });
  expect(existsSync(`${file}.tiltmeter-import.json`)).toBe(false);
});

test("a process that is killed leaves a place to go on from", async () => {
  await using collector = await startCollector({ nowMs: NOW });
  const { file, map } = await files(rows(9000));
  // What a kill leaves: batches on the collector's disk that the place does not know of.
  const front = await startFront(collector.url, (request) => (request <= 3 ? "lose" : "refuse"));
  const broken = await run([
    ...["predictions", file, "--map", map, ...to(collector, front.url), "--patience", "0"],
  ]);
  expect(broken.code).toBe(1);
  expect(broken.err).toMatch(
    /no collector answers at .*; tried for 0 s\nwhat was sent is kept; the same command/,
  );
  const place = JSON.parse(await readFile(`${file}.tiltmeter-import.json`, "utf8"));
  expect(place).toMatchObject({ nextRow: 1, accepted: 0 });
  await writeFile(
    `${file}.tiltmeter-import.json`,
    JSON.stringify({ ...place, of: { ...place.of, url: collector.url } }),
  );
  const { out } = await run(["predictions", file, "--map", map, ...to(collector)]);
  expect(out).toMatch(/9000 accepted \((2000|4000|6000) of them were there before\), 0 rejected/);
  expect(await stored(collector)).toMatchObject({ predictions: 9000 });
});

test("bad rows are rejected alone, listed with row and reason, and written to a file", async () => {
  await using collector = await startCollector({ nowMs: NOW });
  const bad = [...rows(100)];
  bad[4] = "p4,2026-02-30 10:00:00,7,1,3,1,01000,north,x";
  bad[10] = "p10,2026-11-01";
  bad[20] = line(20).replace(",20,", ",lots,");
  bad[30] = line(30).replace("p30,", ",");
  bad[31] = line(31).replace("p31,", `${"p".repeat(300)},`);
  const { file, map, folder } = await files(bad);
  const rejects = join(folder, "rejects.jsonl");
  const { code, out, err } = await run([
    ...["predictions", file, "--map", map, ...to(collector), "--rejects", rejects],
  ]);
  expect(code).toBe(1);
  expect(out).toMatch(/100 rows of predictions, 95 accepted, 5 rejected/);
  const listed = (await readFile(rejects, "utf8"))
    .trim()
    .split("\n")
    .map((text) => JSON.parse(text));
  expect(listed.map(({ row }) => row)).toEqual([5, 11, 21, 31, 32]);
  expect(err).toContain(
    'row 5: time must be an ISO 8601 time, got "2026-02-30 10:00:00" in column at',
  );
  expect(err).toMatch(/row 11: line 12 \(row 11\): has 2 cells, the header has 9/);
  expect(err).toContain('row 21: score must be a number, got "lots" in column percent');
  expect(err).toContain("row 31: id is missing in column id");
  expect(err).toMatch(/row 32: id must have 1–256 characters, got 300/);
  expect(await stored(collector)).toMatchObject({ predictions: 95 });
});

test("the place of another import is refused, and --restart begins anew", async () => {
  await using collector = await startCollector({ nowMs: NOW });
  const { file, map } = await files(rows(10));
  await run([
    "predictions",
    file,
    "--map",
    map,
    ...to(collector, "http://127.0.0.1:1"),
    "--patience",
    "0",
  ]);
  const refused = await run(["predictions", file, "--map", map, ...to(collector)]);
  expect([refused.code, refused.err]).toEqual([
    2,
    expect.stringMatching(/is the place of an import into another collector; .*--restart/),
  ]);
  await utimes(file, 1, 1);
  expect((await run(["predictions", file, "--map", map, ...to(collector), "--restart"])).code).toBe(
    0,
  );
});

test("a dry run shows the first records and counts problems, and needs no collector", async () => {
  const { file, map } = await files([line(3), line(4), "p5,yesterday,1,1,1,1,1,1,1", line(6)]);
  const { code, out, err } = await run(["predictions", file, "--map", map, "--dry-run"]);
  expect(code).toBe(1);
  expect(JSON.parse(out.slice(0, out.indexOf("\n}") + 2))).toEqual({
    system: "credit",
    id: "p3",
    time: "2026-11-04T09:00:00.000Z",
    model: { name: "xgb", version: "7.10" },
    label: "approve",
    score: 0.03,
    features: { income: 30, postcode: "01003" },
    segment: { region: "north" },
  });
  expect(err).toMatch(
    /row 3: time must be .*\n.*4 rows, 1 of them cannot be mapped; nothing was sent/,
  );
});

test("the example mappings can be read", async () => {
  for (const kind of ["predictions", "outcomes"]) {
    const { code, out } = await run(["--example-map", kind]);
    expect(code).toBe(0);
    const columns =
      "application_id,scored_at,observed_at,model_version,decision,defaulted,probability,region";
    const folder = await temporaryFolder();
    await writeFile(join(folder, "map.yaml"), out);
    await writeFile(join(folder, "t.csv"), `${columns}\n1,2026-01-01,2026-01-01,1,yes,1,0.5,x\n`);
    const dry = await run([
      kind,
      join(folder, "t.csv"),
      "--map",
      join(folder, "map.yaml"),
      "--dry-run",
    ]);
    expect(dry.code, dry.err).toBe(0);
  }
});

test("a wrong mapping is told with line, column and what was probably meant, all at once: exit 2", async () => {
  const map =
    "system: credit\nlable: { column: decision }\ntime: { colum: at, zone: Berlin }\nscore: 7\nmodel: { nam: x }\n";
  const { file, map: path } = await files(rows(1), map);
  const { code, err } = await run(["predictions", file, "--map", path]);
  expect(code).toBe(2);
  expect(err.split("\n").map((text) => text.replace(path, "MAP"))).toEqual([
    "MAP:2:1: unknown key lable; did you mean label?",
    "MAP:3:9: unknown key colum; did you mean column?",
    expect.stringMatching(
      /^MAP:3:\d+: zone must be a time zone such as UTC or Europe\/Berlin, got Berlin$/,
    ),
    expect.stringMatching(/^MAP:3:1: time must name a column/),
    "MAP:4:8: score differs from row to row: write score: { column: 7 }",
    "MAP:5:10: unknown key model.nam; did you mean model.name?",
    expect.stringMatching(/^MAP:1:1: time is needed/),
  ]);
  const good = MAP.replace("column: at", "column: att");
  const { file: other, map: second } = await files(rows(1), good);
  const absent = await run(["predictions", other, "--map", second]);
  expect([absent.code, absent.err]).toEqual([
    2,
    expect.stringMatching(/map\.yaml:4:17: the file has no column "att"; did you mean "at"\?/),
  ]);
});

test("predictions without an id are named by content and place, so that a second run doubles nothing", async () => {
  await using collector = await startCollector({ nowMs: NOW });
  const { file, map } = await files(rows(50), MAP.replace("id: { column: id }\n", ""));
  await run(["predictions", file, "--map", map, ...to(collector)]);
  await run(["predictions", file, "--map", map, ...to(collector)]);
  expect(await stored(collector)).toMatchObject({ predictions: 50 });
});

const compas = dataSet("compas.csv");
test.skipIf(compas.absent)(
  `COMPAS: predictions and outcomes of 2013 and 2014 arrive exactly, with the published error rates${compas.note}`,
  { timeout: 120_000 },
  async () => {
    await using collector = await startCollector({ nowMs: Date.parse("2015-02-01T00:00:00Z") });
    const folder = await temporaryFolder();
    const [predictions, outcomes] = [join(folder, "p.yaml"), join(folder, "o.yaml")];
    const label = "values: { Low: low, Medium: not_low, High: not_low }";
    await writeFile(
      predictions,
      `system: compas\nid: { column: id }\ntime: { column: screening_date }\nlabel: { column: score_text, ${label} }\nscore: { column: decile_score, scale: 0.1 }\nfeatures: [age, priors_count]\nsegment: [race]\nmodel: { name: compas, version: 1 }\n`,
    );
    await writeFile(
      outcomes,
      "system: compas\nid: { column: id }\ntime: { column: screening_date }\nlabel: { column: two_year_recid, values: { 0: low, 1: not_low } }\n",
    );
    const place = (kind: string): readonly string[] => ["--progress", join(folder, `${kind}.json`)];
    for (const [kind, map] of [
      ["predictions", predictions],
      ["outcomes", outcomes],
    ] as const) {
      const { code, err } = await run([
        kind,
        compas.path,
        "--map",
        map,
        ...to(collector),
        ...place(kind),
      ]);
      expect(code, err).toBe(0);
    }
    await collector.app.settled();
    const total = compasRows().length;
    expect(await collector.api("/systems/compas")).toMatchObject({
      predictions: total,
      outcomes: total,
    });
    const series = await collector.api(
      "/systems/compas/series?metric=false_positive_rate&by=segment.race&positive=not_low&step=all&from=2013-01-01T00:00:00Z&to=2015-01-01T00:00:00Z",
    );
    const points = series["points"] as { by: Record<string, string>; value: number }[]; // the shape of the API
    const rate = (race: string): number =>
      points.find(({ by }) => by["segment.race"] === race)?.value ?? Number.NaN;
    expect(rate("African-American")).toBeCloseTo(0.44847, 4);
    expect(rate("Caucasian")).toBeCloseTo(0.23454, 4);
  },
);
