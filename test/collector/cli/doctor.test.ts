import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { runCommandLine } from "tiltmeter/cli/program";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Collector, startCollector } from "../../end-to-end/collector.ts";
import { recordedTerminal } from "./command-line.ts";

// One collector, looked at while it runs, then its folder once it does not.

const HOUR_MS = 3_600_000;
let data: string;
let collector: Collector;
let url: string;
let key: string;
let isClosed = false;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "tiltmeter-doctor-"));
  const nowMs = Date.now();
  collector = await startCollector({
    nowMs: nowMs - 30 * HOUR_MS,
    data,
    library: "enforce",
    systemsText: `version: 1
systems:
  - { id: credit, owner: team-credit, risk_tier: high }
  - { id: silent, risk_tier: minimal }
`,
  });
  ({ url, admin: key } = collector);
  collector.clock.nowMs = nowMs;
  for (const system of ["credit", "shadow"]) {
    await collector.api("/predictions", { system, id: "1", label: "yes", time: at(nowMs) });
  }
  await collector.app.settled();
  await collector.app.tick(nowMs);
  await collector.app.reconciled();
});
afterAll(async () => {
  if (!isClosed) await collector[Symbol.asyncDispose]();
  await rm(data, { recursive: true, force: true });
});

function at(ms: number): string {
  return new Date(ms).toISOString();
}

async function doctor(args: readonly string[], env: Record<string, string> = {}) {
  const terminal = recordedTerminal(env);
  const code = await runCommandLine(["doctor", ...args], terminal);
  const text = stripVTControlCharacters(terminal.out.join("\n"));
  return { code, text, complaints: terminal.err.join("\n") };
}

test("of a collector that runs it says what is well, what is not, and what to do", async () => {
  const { code, text } = await doctor(["--url", url, "--key", key]);
  expect(text).toMatch(/^well +storage +[\d.]+ KiB \(\d+ % of the disk\), grows by .* a day/m);
  expect(text).toMatch(/^well +storage predictions +[\d.]+ KiB in 2 rows: predictions_v1 /m);
  expect(text).toMatch(/^well +retention +nothing is held beyond its time$/m);
  expect(text).toMatch(
    /^wrong +systems +declared live and not heard of for a day: silent \(never\)$/m,
  );
  expect(text).toMatch(/^look +systems +heard of and not declared: shadow$/m);
  expect(text).toMatch(/^look +systems +predictions without a single outcome.*: credit, shadow$/m);
  expect(text).toMatch(/^look +systems +high risk, and no oversight decision.*: credit$/m);
  expect(text).toMatch(/^look +systems +no approved baseline/m);
  expect(text).toMatch(/^look +anchors +nobody else vouches for the ledger/m);
  expect(text).toMatch(/^look +channels +no channel is in use/m);
  expect(text).toMatch(/^look +controls +in force and without data: /m);
  expect(text).toMatch(/^well +collector +http:.* answers, ready/m);
  expect(text).toMatch(/^well +clock +the collector's clock and that of this machine are/m);
  expect(text).toMatch(/^well +versions +tiltmeter 0\.1\.0, chdb /m);
  expect(text).toMatch(/^well +seals +stored telemetry is sealed up to batch \d+ of 2/m);
  expect(text).toMatch(/^well +count +the store has each of 2 records once: batches 1 to 2/m);
  expect(text).toMatch(/^well +keys +2 in force$/m);
  expect(text).toMatch(/^\d+ wrong, \d+ worth a look, 0 not known, \d+ well$/m);
  // Whatever is not well has a next step below it.
  const lines = text.split("\n");
  lines.forEach((line, i) => {
    if (/^(wrong|look) /.test(line)) expect(lines[i + 1]).toMatch(/^ {11,}\S/);
  });
  expect(code).toBe(1);
});

test("a key that may not ask for everything is told so, and the rest is looked at", async () => {
  const made = await collector.api("/keys", { name: "doctor", role: "viewer" });
  const { text } = await doctor([], { TILTMETER_URL: url, TILTMETER_KEY: String(made["key"]) });
  expect(text).toMatch(/^unknown +keys +this key may not ask$/m);
  expect(text).toMatch(/^well +ledger/m);
});

test("the same as JSON, for whoever asks every night", async () => {
  const { code, text } = await doctor(["--url", url, "--key", key, "--format", "json"]);
  const answer: unknown = JSON.parse(text);
  expect(answer).toMatchObject({
    state: "wrong",
    findings: expect.arrayContaining([
      {
        about: "systems",
        state: "wrong",
        says: expect.stringContaining("silent"),
        next: expect.any(String),
      },
    ]),
  });
  expect(code).toBe(1);
});

test("a folder that a collector has open is not touched, and says so", async () => {
  const { code, text } = await doctor(["--data", data]);
  expect(text).toMatch(
    /a collector runs on .* right now\n +ask it: tiltmeter doctor --url URL --key KEY$/m,
  );
  expect(code).not.toBe(0);
});

test("where nobody answers it says how to go on; without a key, what is missing", async () => {
  const nobody = await doctor(["--url", "http://127.0.0.1:1", "--key", key]);
  expect(nobody.text).toMatch(
    /^wrong +collector +no collector answers at http:\/\/127\.0\.0\.1:1/m,
  );
  expect(nobody.text).toContain("tiltmeter doctor --data FOLDER");
  expect(nobody.code).toBe(1);
  const without = await doctor(["--url", url]);
  expect(without.complaints).toContain("no key: give --key");
  expect(without.code).toBe(2);
});

test("a folder that nobody runs is looked at as far as a start would get, and a broken configuration is told", async () => {
  await collector[Symbol.asyncDispose]();
  isClosed = true;
  const { code, text } = await doctor(["--data", data]);
  expect(text).toMatch(/^well +ledger +\d+ entries, every hash of them is right$/m);
  expect(text).toMatch(/^well +store +embedded engine 2\d\.\d+.*, schema \d+$/m);
  expect(text).toMatch(/GiB free \(\d+ %\) where /);
  expect(text).toMatch(/^look +collector +was last alive/m);
  expect(text).toMatch(/heard of and not declared: shadow/);
  expect(code).toBe(1);
  const file = join(data, "tiltmeter.yaml");
  await writeFile(file, "listen: { prot: 1 }\n");
  const broken = await doctor(["--data", join(data, "elsewhere"), "--config", file]);
  expect(broken.text).toMatch(/^wrong +configuration +.*there is no key "prot"/m);
  expect(broken.code).toBe(1);
});

test("its help teaches by examples and names every exit code", async () => {
  const { text } = await doctor(["--help"]);
  expect(text).toMatch(
    /Examples:[\s\S]*\$ tiltmeter doctor --data[\s\S]*Exit codes:[\s\S]*\n {2}4 /,
  );
});
