import { readDocument, type Tree } from "../control/document.ts";
import {
  describe,
  type Fields,
  openTable,
  optional,
  type Reader,
  readDuration,
  readText,
  readTexts,
  required,
} from "../control/fields.ts";
import { createReport, type Finding, type Report } from "../control/finding.ts";
import { suggestion } from "../control/nearest.ts";
import { parseInstant } from "../evaluation/instant.ts";
import type { Zones } from "../inventory/parse-calendar.ts";
import { lineOf } from "./line-of.ts";
import { parseDisturb } from "./parse-disturb.ts";
import { parseExpect } from "./parse-expect.ts";
import { parseGiven } from "./parse-given.ts";
import { parseSimulate } from "./parse-simulate.ts";
import type { ControlTest, TestFile } from "./test-file.ts";

/** A test file that is without error, or null; and everything that is wrong in it. */
export interface ParsedTests {
  readonly file: TestFile | null;
  readonly findings: readonly Finding[];
}

/**
 * Parses a file of tests of controls (YAML, under the same limits as a control file).
 *
 * Never throws. `file` is what findings call it, `zones` are those of calendars. A test that cannot be read must not be left out in
 * silence, so one error refuses the file.
 */
export function parseTests(text: string, file: string, zones: Zones = UTC_ALONE): ParsedTests {
  const report = createReport(file, text);
  const tree = readDocument(text, report);
  const parsed = tree === null ? null : parseFile(tree, { text, zones }, report);
  return { file: report.errors() === 0 ? parsed : null, findings: report.findings() };
}

const UTC_ALONE: Zones = { has: (zone) => zone === "UTC", names: () => ["UTC"] };

/** The text of the file, and the time zones that there are. */
interface Source {
  readonly text: string;
  readonly zones: Zones;
}

function parseFile(tree: Tree, source: Source, report: Report): TestFile | null {
  const fields = openTable(tree, { name: "a test file", keys: ["controls", "tests"] }, report);
  if (fields === undefined) return null;
  const why = "the control files that are tested, relative to this file";
  const controls = required(fields, { key: "controls", why }, readTexts, report);
  const list = fields.get("tests");
  if (list?.kind !== "list") {
    const message = "tests is required: a list of tests, each with a name, given and expect";
    report.error(list?.at ?? fields.at, "missing-key", message);
    return null;
  }
  const tests = new Map<string, ControlTest>();
  for (const item of list.items) {
    const test = parseTest(item, source, tests, report);
    if (test === null) continue;
    if (tests.has(test.name)) {
      report.error(item.at, "duplicate-name", `two tests are named "${test.name}"; rename one`);
    }
    tests.set(test.name, test);
  }
  return controls === undefined ? null : { controls, tests: [...tests.values()] };
}

const KEYS = ["name", "start", "until", "given", "disturb", "simulate", "expect"];

function parseTest(
  tree: Tree,
  source: Source,
  before: ReadonlyMap<string, ControlTest>,
  report: Report,
): ControlTest | null {
  const { text } = source;
  const fields = openTable(tree, { name: "a test", keys: KEYS }, report);
  if (fields === undefined) return null;
  const name = required(
    fields,
    { key: "name", why: "what is guaranteed, in words" },
    readText,
    report,
  );
  const simulate = fields.get("simulate");
  const given = fields.get("given");
  if ((simulate === undefined) === (given === undefined)) {
    const message = "a test has either given (series, step by step) or simulate (random streams)";
    report.error(tree.at, "missing-key", message);
    return null;
  }
  const earlier = given === undefined ? undefined : sameAs(given, before, report);
  const series =
    earlier === null
      ? null
      : given === undefined
        ? []
        : (earlier?.given ?? parseGiven(given, source, report));
  const simulation = simulate === undefined ? null : parseSimulate(simulate, text, report);
  const disturb = fields.get("disturb");
  const disturbances = disturb === undefined ? [] : parseDisturb(disturb, report);
  const expected = expectationsOf(fields, text, before, report);
  const startMs = optional(fields, "start", readInstant, report);
  const untilMs = optional(fields, "until", readDuration(1), report) ?? null;
  if (name === undefined || series === null || disturbances === null || expected === null) {
    return null;
  }
  return {
    name,
    line: lineOf(text, tree.at),
    startMs: startMs ?? earlier?.startMs ?? START_MS,
    untilMs: untilMs ?? earlier?.untilMs ?? null,
    given: series,
    disturb: disturbances,
    simulate: simulation,
    ...expected,
  };
}

function expectationsOf(
  fields: Fields,
  text: string,
  before: ReadonlyMap<string, ControlTest>,
  report: Report,
): Pick<ControlTest, "expect" | "toleranceMs"> | null {
  const tree = fields.get("expect");
  if (tree === undefined) {
    report.error(fields.at, "missing-key", "expect is required: what must come of it");
    return null;
  }
  const earlier = sameAs(tree, before, report);
  if (earlier === null) return null;
  if (earlier !== undefined) {
    const table = openTable(tree, { name: "expect", keys: ["same_as", "tolerance"] }, report);
    const toleranceMs = table && optional(table, "tolerance", readDuration(0), report);
    return { expect: earlier.expect, toleranceMs: toleranceMs ?? 0 };
  }
  const expect = parseExpect(tree, text, report);
  return expect && { expect, toleranceMs: 0 };
}

/** The earlier test that `{ same_as: NAME }` names; undefined where it names none, null where there is no such test. */
function sameAs(
  tree: Tree,
  before: ReadonlyMap<string, ControlTest>,
  report: Report,
): ControlTest | null | undefined {
  const entry =
    tree.kind === "table" ? tree.entries.find(({ key }) => key === "same_as") : undefined;
  if (entry === undefined) return undefined;
  const name = entry.value.kind === "scalar" ? String(entry.value.value) : "";
  const found = before.get(name);
  if (found !== undefined) return found;
  const message = `no earlier test is named ${describe(entry.value)}`;
  report.error(entry.value.at, "unknown-test", message, suggestion(name, [...before.keys()]));
  return null;
}

const readInstant: Reader<number> = (tree, key, report) => {
  const ms = tree.kind === "scalar" ? parseInstant(tree.source) : null;
  if (ms !== null) return ms;
  const message = `${key} is an instant such as 2026-03-02T00:00:00Z, not ${describe(tree)}`;
  report.error(tree.at, "bad-value", message);
  return undefined;
};

/** A Monday at midnight, 2 March 2026: days and hours of the week are easy to count from it. */
const START_MS = 1_772_409_600_000;
