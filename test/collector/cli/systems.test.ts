import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommandLine } from "tiltmeter/cli/program";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Collector, startCollector } from "../../end-to-end/collector.ts";
import { recordedTerminal } from "./command-line.ts";

const START = Date.UTC(2026, 10, 23, 12);
let collector: Collector;
beforeAll(async () => {
  collector = await startCollector({
    nowMs: START,
    systemsText: `version: 1
systems:
  - { id: credit, owner: team-credit, risk_tier: high }
  - { id: silent, risk_tier: minimal }
  - { id: planned, status: planned }
`,
  });
  for (const system of ["credit", "shadow"]) {
    await collector.api("/predictions", {
      system,
      id: "1",
      label: "yes",
      time: new Date(START).toISOString(),
    });
  }
  await collector.app.settled();
  collector.clock.nowMs += 25 * 3_600_000;
  await collector.api("/predictions", {
    system: "credit",
    id: "2",
    label: "yes",
    time: new Date(collector.clock.nowMs).toISOString(),
  });
  await collector.app.settled();
});
afterAll(() => collector[Symbol.asyncDispose]());

test("systems list tells how declaration and telemetry agree, in text and as JSON", async () => {
  const terminal = recordedTerminal();
  const flags = ["--url", collector.url, "--key", collector.admin];
  expect(await runCommandLine(["systems", "list", ...flags], terminal)).toBe(0);
  const rows = terminal.out.map((line) => line.split(/ {2,}/).slice(0, 4));
  expect(rows).toEqual([
    ["system", "standing", "risk tier", "owner"],
    ["credit", "live", "high", "team-credit"],
    ["planned", "planned", "-", "-"],
    ["shadow", "shadow", "-", "-"],
    ["silent", "silent", "minimal", "-"],
  ]);
  const json = recordedTerminal();
  expect(await runCommandLine(["systems", "list", "--format", "json", ...flags], json)).toBe(0);
  const { items } = JSON.parse(json.out.join("")) as { items: { standing: string }[] };
  expect(items.map(({ standing }) => standing)).toEqual(["live", "planned", "shadow", "silent"]);
});

test("systems check finds what is wrong with line, column and what to write, without a collector", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-systems-"));
  const file = join(folder, "systems.yaml");
  await writeFile(file, "version: 1\nsystems:\n  - id: a\n    risk_teir: high\n");
  const terminal = recordedTerminal();
  expect(await runCommandLine(["systems", "check", file], terminal)).toBe(1);
  expect(terminal.out.join("\n")).toContain(
    `${file}:4:5: unknown-key: a system has no key risk_teir\n  did you mean risk_tier?`,
  );
  await writeFile(file, "version: 1\nsystems: [{ id: a }]\n");
  expect(await runCommandLine(["systems", "check", file], terminal)).toBe(0);
  expect(terminal.err).toEqual(["1 system: no errors"]);
  await rm(folder, { recursive: true });
});
