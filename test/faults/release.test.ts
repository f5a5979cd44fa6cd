import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const folder = fileURLToPath(new URL(".", import.meta.url));
const runner = join(folder, "release.mjs");

test("every run of the suite lies where the runner looks, and takes its size from the variable that is set", () => {
  const runs = readFileSync(join(folder, "runs.mjs"), "utf8");
  const files = [...runs.matchAll(/file: "([^"]+)"/g)].map(([, file = ""]) => file);
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) expect(existsSync(join(folder, file)), file).toBe(true);
  const sources = files.map((file) => readFileSync(join(folder, file), "utf8")).join("");
  for (const [, variable = ""] of runs.matchAll(/size\("([A-Z_]+)"/g)) {
    expect(sources).toContain(`"${variable}"`);
  }
});

test("the runner leaves a report that says what each run came to, with the seed that makes it again", {
  timeout: 120_000,
}, async () => {
  const at = await mkdtemp(join(tmpdir(), "tiltmeter-report-"));
  try {
    const report = join(at, "report.html");
    const args = [runner, "--only", "journal-mutations", "--seed", "7", "--report", report];
    const env = { ...process.env, TILTMETER_MUTATIONS: "20" };
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    expect(stdout).toContain("npm run faults -- --seed 7");
    expect(stdout).toContain("passed   journal mutations, 20 mutations");
    const told = JSON.parse(await readFile(join(at, "report.json"), "utf8"));
    expect(told).toMatchObject({ seed: 7, outcomes: [{ state: "passed", found: [] }] });
    expect(told.outcomes[0].figures).toMatchObject({ mutations: 20 });
    const page = await readFile(report, "utf8");
    expect(page).toContain("no fault found");
    expect(page).not.toMatch(/https?:|<script/);
  } finally {
    await rm(at, { recursive: true, force: true });
  }
});
