import { InvalidArgumentError } from "commander";
import type { BacktestFlags } from "./backtest-flags.ts";
import type { Column } from "./backtest-report.ts";
import { runTestFiles } from "./controls-test.ts";
import type { Terminal } from "./terminal.ts";
import { isPassed } from "./test-report.ts";

/** `outside>0` as the number that is still allowed. */
export function outsideLimit(text: string): number {
  const match = /^outside\s*>\s*(\d{1,6})$/.exec(text.trim());
  if (match !== null) return Number(match[1]);
  throw new InvalidArgumentError('A bound is "outside>0": episodes outside of known incidents.');
}

/** Why the candidate, which stands first, is not good enough; empty where it is. */
export async function gateFailures(
  columns: readonly Column[],
  flags: BacktestFlags,
  terminal: Terminal,
): Promise<readonly string[]> {
  const candidate = columns[0]?.backtest;
  if (candidate === undefined) return ["nothing was judged"];
  const failures: string[] = [];
  // Where nothing is said, promotion asks for what a person would: no alarm without a reason.
  const outside = flags.failOn ?? (flags.promote === true ? 0 : null);
  if (outside !== null && candidate.outside > outside) {
    failures.push(
      `${candidate.outside} episodes outside of known incidents, at most ${outside} are allowed`,
    );
  }
  const most = flags.maxEpisodes ?? null;
  if (most !== null && candidate.episodeCount > most) {
    failures.push(`${candidate.episodeCount} episodes, at most ${most} are allowed`);
  }
  if (flags.promote !== true) return failures;
  for (const { name, afterMs } of candidate.incidents) {
    if (afterMs === null) failures.push(`the known incident ${name} was not found`);
  }
  if (candidate.conclusive === null || candidate.conclusive < CONCLUSIVE_MIN) {
    const share = ((candidate.conclusive ?? 0) * 100).toFixed(1);
    failures.push(
      `${share} % of the verdicts are conclusive, at least ${CONCLUSIVE_MIN * 100} % have to be`,
    );
  }
  for (const error of candidate.errors) failures.push(`a window could not be judged: ${error}`);
  return [...failures, ...(await testFailures(flags, terminal))];
}

/** A control that mostly cannot tell protects nobody. */
const CONCLUSIVE_MIN = 0.5;

async function testFailures(
  { tests }: BacktestFlags,
  terminal: Terminal,
): Promise<readonly string[]> {
  if (tests === undefined || tests.length === 0) {
    return ["no tests: name the control's test files with --tests"];
  }
  const report = await runTestFiles(tests, {}, terminal);
  const wrong = report.findings.filter(({ severity }) => severity === "error");
  return [
    ...wrong.map(({ file, line, message }) => `${file}:${line}: ${message}`),
    ...report.tests
      .filter((test) => !isPassed(test))
      .map(({ file, line, name }) => `${file}:${line}: the test "${name}" fails`),
    ...(report.tests.length === 0 && wrong.length === 0 ? ["the test files hold no tests"] : []),
  ];
}
