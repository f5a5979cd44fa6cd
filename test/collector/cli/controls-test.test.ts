import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommandLine } from "tiltmeter/cli/program";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recordedTerminal } from "./command-line.ts";

const CONTROLS = `version: 1
set: credit
owner: team-credit
controls:
  - id: errors
    title: Predictions seldom fail
    requirement: At most one prediction in ten shall fail.
    clauses: { iso42001: ["9.1"] }
    severity: high
    status: shadow
    measure: error_rate
    window: 1h
    every: 1h
    min_sample: 10
    limit: { max: 10% }
    proof: measured
    then: [{ raise: nonconformity }]
`;
const TESTS = `controls: [controls.yaml]
tests:
  - name: a jump in errors is raised
    given:
      series: { system: credit, model_version: v7 }
      decisions: 100x48
      error_rate: 0.05x24 0.20x24
    expect:
      - { at: 24h, control: errors, state: ok, verdict: pass }
      - { by: 25h, control: errors, state: firing }
      - { raised: { count: 1, item: { severity: SEVERITY, clauses: { iso42001: ["9.1"] }, evidence: { n: ">= 100" } } } }
  - name: losing the data never looks like getting better
    given:
      series: { system: credit, model_version: v7 }
      decisions: 100x48 _x24
      error_rate: 0.05x24 0.20x24 _x24
    expect:
      - { at: 72h, control: errors, state: firing, data: no_data }
      - { resolved: 0 }
`;
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltmeter-tests-"));
  await writeFile(join(folder, "controls.yaml"), CONTROLS);
  await writeFile(join(folder, "good.yaml"), TESTS.replace("SEVERITY", "high"));
  await writeFile(join(folder, "bad.yaml"), TESTS.replace("SEVERITY", "low"));
  await writeFile(join(folder, "broken.yaml"), "controls: [controls.yaml]\ntest: []\n");
});
afterAll(() => rm(folder, { recursive: true }));

async function run(
  ...args: readonly string[]
): Promise<{ code: number; out: string; err: string }> {
  const terminal = recordedTerminal();
  const code = await runCommandLine(["controls", "test", ...args], terminal);
  return { code, out: terminal.out.join("\n"), err: terminal.err.join("\n") };
}

test("a control in shadow is tested as if it were enforced; what is expected comes true: exit 0", async () => {
  const { code, out, err } = await run(join(folder, "good.yaml"));
  expect(code, out).toBe(0);
  expect(out.match(/^ {2}ok /gm)).toHaveLength(5);
  expect(err).toMatch(/^2 tests, 5 expectations: 0 failed/);
  expect(err).toMatch(/1 of 1 control has a firing and a quiet test$/m);
});

test("an expectation that is not met shows only what differs: exit 1", async () => {
  const { code, out } = await run(join(folder, "bad.yaml"));
  expect(code).toBe(1);
  expect(out).toMatch(
    /FAIL \{ raised.*\(line 11\)\n {9}item\.severity: expected low, found high\n/s,
  );
  expect(out.match(/FAIL/g)).toHaveLength(1);
});

test("a filter runs the named tests alone, and a filter that names none is no success", async () => {
  const some = await run("--filter", "losing", join(folder, "bad.yaml"));
  expect(some).toMatchObject({ code: 0, err: expect.stringMatching(/^1 test, 2 expectations/) });
  const none = await run("--filter", "nothing", join(folder, "bad.yaml"));
  expect(none).toMatchObject({ code: 1, err: expect.stringMatching(/no test has "nothing"/) });
});

test("a file that cannot be read as tests is told by line and column: exit 1", async () => {
  const { code, out } = await run(join(folder, "broken.yaml"));
  expect(code).toBe(1);
  expect(out).toMatch(
    /broken\.yaml:2:1: unknown-key: a test file has no key test\n {2}did you mean tests\?/,
  );
});

test("as JSON and as JUnit XML the same is said", async () => {
  const json = await run("--format", "json", join(folder, "bad.yaml"));
  expect(JSON.parse(json.out)).toMatchObject({
    tests: [
      { passed: false, checked: [{ isMet: true }, { isMet: true }, { isMet: false }] },
      { passed: true },
    ],
    coverage: [{ control: "errors", firing: true, quiet: true, noData: true }],
  });
  const junit = await run("--format", "junit", join(folder, "bad.yaml"));
  expect(junit.out.match(/<testcase /g)).toHaveLength(5);
  expect(junit.out).toMatch(/<failure message="item.severity: expected low, found high">/);
});

test("the worked example of the manual comes true as it is written", async () => {
  const page = await readFile(new URL("../../../docs/controls-tests.md", import.meta.url), "utf8");
  const blocks = [...page.matchAll(/```yaml\n# (\S+)\n([\s\S]*?)```/g)];
  expect(blocks.map(([, name]) => name)).toEqual(["credit.controls.yaml", "credit.tests.yaml"]);
  for (const [block, name = ""] of blocks) {
    await writeFile(join(folder, name), block.slice("```yaml\n".length, -"```".length));
  }
  const { code, out } = await run(join(folder, "credit.tests.yaml"));
  expect(out).not.toMatch(/FAIL/);
  expect(code).toBe(0);
  // What the page shows of the output is what comes out.
  for (const [line] of page.matchAll(/credit\.tests\.yaml:\d+ .*/g)) expect(out).toContain(line);
  const said = /override-rate: .* conclusive\n.*a year\)/.exec(out)?.[0].replace(/\n\s+/, " ");
  expect(page.replace(/\n\s+/g, " ")).toContain(said);
});
