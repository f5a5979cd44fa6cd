import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tiltmeter } from "./command-line.ts";

const GOOD = fileURLToPath(new URL("../../../collector/demo/controls.yaml", import.meta.url));
let folder = "";
let bad = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltmeter-controls-"));
  bad = join(folder, "bad.yaml");
  await writeFile(
    bad,
    "version: 1\nset: s\nowner: o\ncontrols:\n  - id: a\n    measur: psi\n    window: 1h\n",
  );
});
afterAll(() => rm(folder, { recursive: true }));

test("the controls of the demonstration are without errors: exit 0", async () => {
  const command = tiltmeter(["controls", "check", GOOD]);
  expect(await command.ended).toBe(0);
  expect(command.out()).toBe("");
  expect(command.err()).toMatch(/^7 controls in 1 file: 0 errors/);
});

test("a misspelt key is told as FILE:LINE:COLUMN: code: message, with a suggestion: exit 1", async () => {
  const command = tiltmeter(["controls", "check", GOOD, bad]);
  expect(await command.ended).toBe(1);
  const lines = command.out().trimEnd().split("\n");
  for (const line of lines) expect(line).toMatch(/^(.+:\d+:\d+: [\w-]+: .+| {2}.+)$/);
  expect(command.out()).toMatch(/bad\.yaml:6:5: unknown-key: .+\n {2}did you mean measure\?/);
});

test("a file that cannot be read is a finding with the next step: exit 1", async () => {
  const command = tiltmeter(["controls", "check", join(folder, "absent.yaml")]);
  expect(await command.ended).toBe(1);
  expect(command.out()).toMatch(
    /absent\.yaml:1:1: unreadable: .*\n {2}name an existing control file/,
  );
});

test("as JSON the same findings are one document", async () => {
  const command = tiltmeter(["controls", "check", "--format", "json", bad]);
  expect(await command.ended).toBe(1);
  const report: unknown = JSON.parse(command.out());
  expect(report).toMatchObject({ files: 1, findings: expect.arrayContaining([]) });
  expect(report).toHaveProperty(["findings", 0, "line"]);
});
