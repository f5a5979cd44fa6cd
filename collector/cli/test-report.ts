import type { Finding } from "@tiltmeter/rules";
import type { TestOutcome } from "../wiring/run-control-test.ts";
import type { Terminal } from "./terminal.ts";
import { type ControlCoverage, coverageInWords } from "./test-coverage.ts";

/** One test that ran. */
export interface RanTest extends TestOutcome {
  readonly file: string;
  readonly name: string;
  readonly line: number;
  readonly durationMs: number;
}

/** Everything that one run of `controls test` found. */
export interface TestReport {
  readonly tests: readonly RanTest[];
  /** What is wrong in files that could not be run. */
  readonly findings: readonly Finding[];
  readonly coverage: readonly ControlCoverage[];
}

/** Every expectation is met, and every control could be evaluated. */
export function isPassed({ checked, errors }: TestOutcome): boolean {
  return errors.length === 0 && checked.every(({ isMet }) => isMet);
}

/** One line a test and expectation, with only what differs below those that are not met. */
export function printText(report: TestReport, terminal: Terminal): void {
  for (const { file, line, column, code, message, fix } of report.findings) {
    terminal.print(`${file}:${line}:${column}: ${code}: ${message}`);
    if (fix !== "") terminal.print(`  ${fix}`);
  }
  const colours = terminal.interactive && terminal.env["NO_COLOR"] === undefined;
  for (const test of report.tests) {
    terminal.print(`${test.file}:${test.line} ${test.name}`);
    for (const { isMet, text, line, detail, notes } of test.checked) {
      const shown = text.length > WIDTH ? `${text.slice(0, WIDTH)}…` : text;
      const told = `  ${isMet ? "ok  " : "FAIL"} ${shown}${isMet ? "" : `   (line ${line})`}`;
      if (colours && !isMet) terminal.print(told, "red");
      else terminal.print(told);
      for (const each of [...detail, ...notes]) terminal.print(`         ${each}`);
    }
    for (const error of test.errors)
      terminal.print(`  FAIL a control could not be evaluated: ${error}`);
  }
  terminal.complain(summaryOf(report));
  if (report.coverage.length > 0) terminal.complain(coverageInWords(report.coverage));
}

const WIDTH = 140;

function summaryOf({ tests, findings }: TestReport): string {
  const failed = tests.filter((test) => !isPassed(test)).length;
  const checked = tests.reduce((sum, test) => sum + test.checked.length, 0);
  const seconds = tests.reduce((sum, test) => sum + test.durationMs, 0) / 1000;
  const wrong = findings.filter(({ severity }) => severity === "error").length;
  const refused =
    wrong === 0 ? "" : `, ${wrong} error${wrong === 1 ? "" : "s"} in files that were not run`;
  return `${tests.length} test${tests.length === 1 ? "" : "s"}, ${checked} expectations: ${failed} failed${refused} (${seconds.toFixed(1)} s)`;
}

/** As one JSON document. */
export function printJson(report: TestReport, terminal: Terminal): void {
  const tests = report.tests.map((test) => ({ ...test, passed: isPassed(test) }));
  terminal.print(JSON.stringify({ ...report, tests }));
}

/** As JUnit XML, one case an expectation: what build servers read. */
export function printJunit(report: TestReport, terminal: Terminal): void {
  terminal.print('<?xml version="1.0" encoding="UTF-8"?>');
  terminal.print("<testsuites>");
  for (const test of report.tests) {
    const failures = test.checked.filter(({ isMet }) => !isMet).length;
    const head = `tests="${test.checked.length}" failures="${failures}" errors="${test.errors.length}" time="${(test.durationMs / 1000).toFixed(3)}"`;
    terminal.print(`  <testsuite name="${xml(test.name)}" file="${xml(test.file)}" ${head}>`);
    for (const { text, line, isMet, detail } of test.checked) {
      const open = `    <testcase name="${xml(text)}" classname="${xml(test.name)}" file="${xml(test.file)}" line="${line}"`;
      terminal.print(
        isMet
          ? `${open}/>`
          : `${open}><failure message="${xml(detail[0] ?? "")}">${xml(detail.join("\n"))}</failure></testcase>`,
      );
    }
    for (const error of test.errors) {
      const open = `    <testcase name="every control is evaluated" classname="${xml(test.name)}"`;
      terminal.print(`${open}><error message="${xml(error)}"/></testcase>`);
    }
    terminal.print("  </testsuite>");
  }
  for (const { file, line, column, code, message } of report.findings) {
    const place = `${file}:${line}:${column}`;
    terminal.print(
      `  <testsuite name="${xml(file)}" tests="1" errors="1"><testcase name="${xml(place)}"><error type="${xml(code)}" message="${xml(message)}"/></testcase></testsuite>`,
    );
  }
  terminal.print("</testsuites>");
}

/** Characters that XML cannot hold are dropped; the text of a test file has none that matter. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;");
}
