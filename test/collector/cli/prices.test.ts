import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommandLine } from "tiltmeter/cli/program";
import { expect, test } from "vitest";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { recordedTerminal } from "./command-line.ts";

async function run(...args: readonly string[]) {
  const terminal = recordedTerminal();
  const code = await runCommandLine(["prices", ...args], terminal);
  return { code, out: terminal.out.join("\n"), err: terminal.err.join("\n") };
}

async function file(...prices: readonly string[]): Promise<string> {
  const path = join(await temporaryFolder(), "prices.yaml");
  const lines = prices.map((each) => `  - { provider: p, source: a page, ${each} }\n`);
  await writeFile(path, `version: 1\nas_of: 2026-11-01\ncurrency: USD\nprices:\n${lines.join("")}`);
  return path;
}

test("a file that can be used is said to be, and how old it is", async () => {
  const path = await file("model: m, input: 2, from: 2026-01-01");
  const { code, err } = await run("check", path);
  expect(code).toBe(0);
  expect(err).toMatch(/^1 prices as of 2026-11-01, digest [0-9a-f]{16}/);
});

test("a file that cannot be used names each mistake with its place", async () => {
  const path = await file("model: m, input: two, from: 2026-01-01", "model: n, input: 1");
  const { code, out, err } = await run("check", path);
  expect(code).toBe(1);
  expect(out).toContain("5:");
  expect(out).toContain("6:");
  expect(err).toBe("it cannot be used");
  expect((await run("list", path)).code).toBe(2);
});

test("prices of a day are listed, others left out", async () => {
  const path = await file(
    "model: m, input: 2, output: 8, from: 2026-01-01, to: 2026-06-01",
    "model: m, input: 1, output: 4, from: 2026-06-01",
  );
  const { out } = await run("list", path, "--at", "2026-05-31");
  expect(out.split("\n").slice(1)).toEqual([
    "p         m      2      2       2        8       2026-01-01  2026-06-01",
  ]);
  const { out: json } = await run("list", path, "--at", "2026-06-01", "--format", "json");
  expect(JSON.parse(json)).toMatchObject({ prices: [{ model: "m", input: 1, to: null }] });
  expect((await run("list", path, "--at", "june")).code).toBe(2);
});

test("without a file the shipped prices are listed", async () => {
  const { code, out } = await run("list", "--provider", "openai", "--at", "2025-06-30");
  expect(code).toBe(0);
  expect(out).toContain("gpt-4o-mini");
});
