import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommandLine } from "tiltmeter/cli/program";
import { expect, test } from "vitest";
import { GOVERNANCE } from "../../rules/governance/governance-text.ts";
import { recordedTerminal } from "./command-line.ts";

const run = async (...args: readonly string[]) => {
  const terminal = recordedTerminal();
  const code = await runCommandLine(["governance", "check", ...args], terminal);
  return { code, out: terminal.out.join("\n"), err: terminal.err.join("\n") };
};

test("a governance file is checked with or without the controls that it may name", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-governance-"));
  const [file, config] = [join(folder, "governance.yaml"), join(folder, "tiltmeter.yaml")];
  await writeFile(file, GOVERNANCE);
  await writeFile(config, "governance: governance.yaml\n");
  const alone = await run(file);
  expect(alone.code).toBe(0);
  expect(alone.err).toContain("no errors: 1 policies, 1 objectives, 2 risks");
  expect(alone.err).toContain("was not checked; name a --config");
  const within = await run("--config", config);
  expect(within.code).toBe(1);
  expect(within.out).toContain(`${file}:10:75: unknown-control: there is no control override-rate`);
  expect((await run()).code).toBe(2);
  expect((await run(join(folder, "none.yaml"))).code).toBe(2);
  await rm(folder, { recursive: true });
});
