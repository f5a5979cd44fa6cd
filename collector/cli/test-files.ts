import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Control, type ControlTest, type Finding, parseTests } from "@tiltmeter/rules";
import { ZONES } from "../zones.ts";
import { checkFile } from "./control-files.ts";

/** A test file with the controls that it tests, or what is wrong with either. */
export interface ReadTests {
  readonly file: string;
  readonly controls: readonly Control[];
  readonly tests: readonly ControlTest[];
  readonly findings: readonly Finding[];
}

/** Reads a test file and the control files that it names. What cannot be read is a finding. */
export async function readTestFile(file: string): Promise<ReadTests> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refused(file, `the file cannot be read (${reason}); name an existing test file`);
  }
  const parsed = parseTests(text, file, ZONES);
  if (parsed.file === null) return { file, controls: [], tests: [], findings: parsed.findings };
  const named = parsed.file.controls.map((name) => join(dirname(file), name));
  const read = await Promise.all(named.map(checkFile));
  const findings = read.flatMap((each) => each.findings);
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return { file, controls: [], tests: [], findings: errors };
  const controls = read.flatMap((each) => each.controls);
  const twice = controls.find(({ id }, i) => controls.findIndex((each) => each.id === id) !== i);
  if (twice !== undefined) {
    return refused(file, `two of its control files have a control ${twice.id}; rename one`);
  }
  return { file, controls, tests: parsed.file.tests, findings: parsed.findings };
}

function refused(file: string, message: string): ReadTests {
  const place = { file, line: 1, column: 1, severity: "error", fix: "" } as const;
  return { file, controls: [], tests: [], findings: [{ ...place, code: "unreadable", message }] };
}
