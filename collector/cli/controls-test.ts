import { type Control, type ControlTest, FAMILIES, NAMES, NUMBERS } from "@tiltmeter/rules";
import { Command, Option } from "commander";
import { runControlTest, type TestOutcome } from "../wiring/run-control-test.ts";
import { runSimulation } from "../wiring/run-simulation.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";
import { coverageOf } from "./test-coverage.ts";
import { type ReadTests, readTestFile } from "./test-files.ts";
import {
  isPassed,
  printJson,
  printJunit,
  printText,
  type RanTest,
  type TestReport,
} from "./test-report.ts";
import { workProgress } from "./work-progress.ts";

interface TestFlags {
  readonly format: "text" | "json" | "junit";
  readonly filter?: string;
}

/** `tiltmeter controls test FILE…`: do these controls do what their authors expect of them? */
export function controlsTestCommand(terminal: Terminal, finish: Finish): Command {
  return new Command("test")
    .description("run test files of controls without a collector; nothing is kept")
    .argument("<file...>", "test files (YAML)")
    .addOption(
      new Option("--format <format>", "how to print")
        .choices(["text", "json", "junit"])
        .default("text"),
    )
    .option("--filter <text>", "run only the tests whose name contains this")
    .addHelpText("after", HELP)
    .action(async (files: readonly string[], flags: TestFlags) => {
      const report = await runTestFiles(files, flags, terminal);
      const print = { text: printText, json: printJson, junit: printJunit }[flags.format];
      print(report, terminal);
      const isWrong = report.findings.some(({ severity }) => severity === "error");
      finish(
        isWrong || report.tests.length === 0 || !report.tests.every(isPassed)
          ? EXIT.failed
          : EXIT.ok,
      );
      if (report.tests.length === 0 && !isWrong) {
        terminal.complain(
          flags.filter === undefined
            ? "no tests in these files"
            : `no test has "${flags.filter}" in its name`,
        );
      }
    });
}

/** Runs the tests of some files. */
export async function runTestFiles(
  files: readonly string[],
  flags: Pick<TestFlags, "filter">,
  terminal: Pick<Terminal, "interactive">,
): Promise<TestReport> {
  const read = await Promise.all(files.map(readTestFile));
  const jobs = read.flatMap((each) =>
    each.tests
      .filter(({ name }) => name.includes(flags.filter ?? ""))
      .map((test) => ({ of: each, test })),
  );
  const progress = workProgress(terminal.interactive);
  const tests: RanTest[] = [];
  try {
    for (const [i, { of, test }] of jobs.entries()) {
      const update = (share: number): void => progress.update((i + share) / jobs.length, test.name);
      update(0);
      tests.push(await timed(of, test, update));
    }
  } finally {
    progress.stop();
  }
  const controls = new Map(read.flatMap((each) => each.controls).map((each) => [each.id, each]));
  return {
    tests,
    findings: read.flatMap((each) => each.findings),
    coverage: coverageOf(
      [...controls.keys()],
      read.flatMap((each) => each.tests),
    ),
  };
}

async function timed(
  of: ReadTests,
  test: ControlTest,
  update: Parameters<typeof runControlTest>[2],
): Promise<RanTest> {
  const { file, controls } = of;
  const startedMs = performance.now();
  const outcome = await outcomeOf(test, controls, update);
  const durationMs = Math.round(performance.now() - startedMs);
  return { file, name: test.name, line: test.line, durationMs, ...outcome };
}

/** A test that cannot be run has failed, and says why; the others go on. */
async function outcomeOf(
  test: ControlTest,
  controls: readonly Control[],
  update: Parameters<typeof runControlTest>[2],
): Promise<TestOutcome> {
  try {
    if (test.simulate === null) return await runControlTest(test, controls, update);
    return { checked: await runSimulation(test, controls, update), errors: [] };
  } catch (error) {
    return { checked: [], errors: [error instanceof Error ? error.message : String(error)] };
  }
}

function table(of: Readonly<Record<string, string>>, name = ""): string {
  return Object.entries(of)
    .map(([key, meaning]) => `  ${`${key}${name}`.padEnd(20)} ${meaning}`)
    .join("\n");
}

const HELP = `
A test gives a system's records step by step, and says what its controls must make of them:

  controls: [credit.controls.yaml]        # relative to this file
  tests:
    - name: a jump in overrides is raised within 32 hours
      start: 2026-03-02T00:00:00Z
      given:
        - series: { system: credit, model_version: v7 }
          every: 1h                       # how long a step is
          decisions: 200x120              # 120 steps of 200
          override_rate: 0.05x72 0.10x48
          baseline: { override_rate: 5% }
      expect:
        - { at: 72h, control: override-rate, state: ok }
        - { by: 104h, control: override-rate, state: firing }
        - { raised: { count: 1, item: { severity: high, evidence: { n: ">= 200" } } } }

xN makes N values, 1+0.5x3 is 1 1.5 2, _ is a step without data, one value alone holds throughout.
Controls are judged as if they were enforced. An "at" is the clock of the test plus the control's
data_delay. Of several instances the worst counts; instance: { feature: income } chooses.

A step can say (numbers):
${table(NUMBERS)}
${table(FAMILIES, "NAME")}
and names, as a list such as [gpt-a x24, gpt-b x24]:
${table(NAMES)}
Beside them: favourable, label_delay, review_delay, features, baseline (a table of rates, from
first 7d, or none), declared (risk_tier, status, positive_label, since, calendar, approved_models, …) and
late_batch { at, from, to, accuracy }.

expect:   { at | by: 72h, control, instance, state, verdict, window, revision }
          { never: { control, state } }   { resolved: 0 }
          { raised: { count, control, by, item } }   compares only what is written
disturb:  { at: 74h, restart: collector, down_for: 20m }   { at: 74h, clock: +2h }
          { at: 74h, gap: 6h }   { at: 74h, late_batch: 6h }
simulate: in place of given: { runs: 200, length: 365d, seed: 7, series: { system: credit },
          decisions_per_hour: 200, features: 10,
          override_rate: { mean: 5%, between_hours_sd: 0.015, daily_swing: 10% } }
          draws years in which nothing is wrong; expect { control, false_alarms_per_year: "<= 1" }
same_as:  given: { same_as: NAME }, expect: { same_as: NAME, tolerance: 30m }

Examples:
  $ tiltmeter controls test credit.tests.yaml
  $ tiltmeter controls test --filter overrides *.tests.yaml
  $ tiltmeter controls test --format junit *.tests.yaml > report.xml

Exit codes:
  0  every expectation is met
  1  an expectation is not met, a file has an error, or no test ran
  2  the command line cannot be understood`;
