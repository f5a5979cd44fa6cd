import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommandLine } from "tiltmeter/cli/program";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recordedTerminal } from "../collector/cli/command-line.ts";
import { type Collector, startCollector } from "./collector.ts";

const START = Date.UTC(2026, 10, 23);
const HOUR = 3_600_000;
const control = (max: string): string => `version: 1
set: credit
owner: team-credit
controls:
  - id: errors
    title: Predictions seldom fail
    requirement: Few predictions shall fail.
    clauses: { iso42001: ["9.1"] }
    severity: high
    status: shadow
    measure: error_rate
    window: 1h
    every: 1h
    min_sample: 10
    limit: { max: ${max} }
    proof: measured
    then: [{ raise: nonconformity }]
`;

/** Two days; every fifth prediction fails from the 20th to the 24th hour, and none is sent from the 30th to the 32nd. */
const predictions = Array.from({ length: 48 }, (_, hour) =>
  hour >= 30 && hour < 32
    ? []
    : Array.from({ length: 20 }, (_, i) => ({
        system: "credit",
        id: `${hour}-${i}`,
        time: new Date(START + hour * HOUR + i * 60_000).toISOString(),
        environment: "production",
        model: { version: "v1" },
        label: "yes",
        ...(hour >= 20 && hour < 24 && i % 5 === 0
          ? { status: "error", errorType: "timeout" }
          : {}),
      })),
).flat();

let folder = "";
let collector: Collector;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltmeter-backtest-"));
  await writeFile(join(folder, "candidate.yaml"), control("10%"));
  await writeFile(join(folder, "loose.yaml"), control("50%"));
  await writeFile(
    join(folder, "incidents.yaml"),
    "- { name: INC-1, from: 2026-11-23T20:00:00Z, to: 2026-11-24T00:00:00Z, system: credit }\n",
  );
  await writeFile(
    join(folder, "predictions.jsonl"),
    predictions.map((each) => JSON.stringify(each)).join("\n"),
  );
  collector = await startCollector({ nowMs: START + 50 * HOUR, controls: control("50%") });
  await collector.api("/predictions", predictions);
  await collector.app.settled();
});
afterAll(async () => {
  await collector[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function backtest(
  ...args: readonly string[]
): Promise<{ code: number; out: string; err: string }> {
  const terminal = recordedTerminal();
  const code = await runCommandLine(["controls", "backtest", ...args], terminal);
  return { code, out: terminal.out.join("\n"), err: terminal.err.join("\n") };
}

const overCollector = (): readonly string[] => [
  ...["--url", collector.url, "--key", collector.admin],
  ...["--from", "2026-11-23", "--to", "2026-11-25"],
];

test("a candidate over the stored history, beside the control in force: what it would have found, and when", async () => {
  const { code, out } = await backtest(
    join(folder, "candidate.yaml"),
    ...["--compare", "live", "--known", join(folder, "incidents.yaml")],
    "errors",
    ...overCollector(),
  );
  expect(code, out).toBe(0);
  expect(out).toMatch(/48 windows, 1 instance/);
  expect(out).toMatch(/48: 42 pass, 4 breach, 0 inconclusive, 2 without data/);
  expect(out).toMatch(/^episodes +1 +0$/m);
  expect(out).toMatch(/^ {2}inside a known incident +1 +0$/m);
  expect(out).toMatch(/^found INC-1 +after 1 h +not found$/m);
  expect(out).toMatch(/day 0 21h -> day 1 01h {3}INC-1 {3}(credit\/v1|v1\/credit)/);
  expect(out).toMatch(/day 1 06h -> day 1 08h {3}no data, state held/);
  // Nothing of it was recorded.
  expect(await collector.api("/nonconformities")).toMatchObject({ items: [] });
});

test("over files the same is found as over the collector that has them", async () => {
  const json = async (...args: readonly string[]): Promise<unknown> => {
    const { out } = await backtest(join(folder, "candidate.yaml"), "--format", "json", ...args);
    const { backtests } = JSON.parse(out) as {
      backtests: readonly { backtest: Record<string, unknown> }[];
    }; // what the command prints
    const { cost: _, ...rest } = backtests[0]?.backtest ?? {};
    return rest;
  };
  const files = [
    "--predictions",
    join(folder, "predictions.jsonl"),
    "--from",
    "2026-11-23",
    "--to",
    "2026-11-25",
  ];
  const found = await json(...files);
  expect(found).toEqual(await json(...overCollector()));
  expect(found).toMatchObject({ episodeCount: 1, outside: 1 });
});

test("bounds end the command with 1: episodes outside of what is known, a known incident that is not found", async () => {
  const files = ["--predictions", join(folder, "predictions.jsonl")];
  const outside = await backtest(
    join(folder, "candidate.yaml"),
    "--fail-on",
    "outside>0",
    ...files,
  );
  expect(outside).toMatchObject({
    code: 1,
    out: expect.stringMatching(/1 episodes? outside of known/),
  });
  const known = ["--known", join(folder, "incidents.yaml")];
  const loose = await backtest(join(folder, "loose.yaml"), "--promote", ...known, ...files);
  expect(loose.code).toBe(1);
  expect(loose.out).toMatch(/Promotion {2}shadow -> enforce {3}FAIL/);
  expect(loose.out).toMatch(/the known incident INC-1 was not found/);
  expect(loose.out).toMatch(/no tests: name the control's test files with --tests/);
});

test("what cannot be judged is refused in words", async () => {
  const api = (body: object): Promise<unknown> => collector.api("/backtests", body);
  const span = { from: "2026-11-23", to: "2026-11-25" };
  await expect(api({ control: "nothing", ...span })).rejects.toThrow(/404.*no control .*nothing/);
  await expect(api({ control: "errors", from: "2026-11-25", to: "2026-11-23" })).rejects.toThrow(
    /422.*from must be before to/,
  );
  await expect(api({ control: "errors", from: "2026-11-23", to: "2027-11-23" })).rejects.toThrow(
    /must not be in the future/,
  );
  await expect(api({ text: "version: 1\n", ...span })).rejects.toThrow(/422.*line 1, column 1/);
  const { code, err } = await backtest(
    join(folder, "candidate.yaml"),
    "errors",
    "--url",
    collector.url,
    "--key",
    collector.admin,
  );
  expect({ code, err }).toMatchObject({
    code: 2,
    err: expect.stringMatching(/needs both --from and --to/),
  });
});
