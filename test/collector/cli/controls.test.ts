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

const control = (id: string, more = ""): string =>
  `version: 1
owner: o
controls:
  - id: ${id}
    requirement: Errors stay rare.
    runbook: https://runbooks.example.com/errors
    measure: error_rate
    window: 1h
    limit: { max: 2% }
${more}`;

test("what is doubtful is a warning with a fix, at its control: exit 0", async () => {
  const file = join(folder, "doubtful.yaml");
  await writeFile(file, control("a", "    for: 1 window\n    clauses: { iso42001: ['5.99'] }\n"));
  const command = tiltmeter(["controls", "check", file]);
  expect(await command.ended).toBe(0);
  expect(command.out()).toMatch(/doubtful\.yaml:4:5: unknown-clause: .*5\.99.*\n {2}\S/);
  expect(command.out()).toMatch(/doubtful\.yaml:4:5: short-for: /);
  expect(command.err()).toContain("0 errors, 2 warnings");
});

test("with a configuration its files are checked together, and for its systems", async () => {
  const config = join(folder, "tiltmeter.yaml");
  const [a, b] = [join(folder, "a.yaml"), join(folder, "b.yaml")];
  await writeFile(a, control("same"));
  await writeFile(b, control("same", "    applies_to: { system: spam }\n"));
  await writeFile(
    config,
    "controls: [a.yaml, b.yaml]\nlibrary: 'off'\nsystems:\n  - { id: credit, risk_tier: high, owner: o, purpose: p }\n",
  );
  const command = tiltmeter(["controls", "check", "--config", config]);
  expect(await command.ended).toBe(1);
  expect(command.out()).toMatch(/b\.yaml:4:5: duplicate-id: same stands in .*a\.yaml, too/);
  await writeFile(b, control("other", "    applies_to: { system: spam }\n"));
  const mended = tiltmeter(["controls", "check", "--config", config, "--format", "json"]);
  expect(await mended.ended).toBe(0);
  const codes = (JSON.parse(mended.out()) as { findings: { code: string }[] }).findings; // as printed
  expect(codes.map(({ code }) => code)).toEqual(["unwatched", "no-system"]);
});

test("a control is explained in words, and one that is not there is named with those that are", async () => {
  const file = join(folder, "explained.yaml");
  await writeFile(file, control("errors"));
  const command = tiltmeter(["controls", "explain", file, "errors"]);
  expect(await command.ended).toBe(0);
  expect(command.out()).toContain("at most 2 %");
  expect(command.out()).toContain("it takes 149 to prove a pass");
  const other = tiltmeter(["controls", "explain", file, "error"]);
  expect(await other.ended).toBe(2);
  expect(other.err()).toContain("has no control error; it has errors");
});

test("the controls of files are listed, one a line", async () => {
  const file = join(folder, "listed.yaml");
  await writeFile(file, control("errors"));
  const command = tiltmeter(["controls", "list", file]);
  expect(await command.ended).toBe(0);
  expect(command.out()).toMatch(/^errors +enforce +medium +error_rate +at most 2 % +1h +o$/m);
  const nobody = tiltmeter(["controls", "list", "--url", "http://127.0.0.1:9", "--key", "k"]);
  expect(await nobody.ended).toBe(1);
  expect(nobody.err()).toContain("no collector answers");
});
