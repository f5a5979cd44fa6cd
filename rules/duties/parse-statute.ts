import { readDocument, type Tree } from "../control/document.ts";
import {
  openTable,
  optional,
  type Reader,
  readChoice,
  readChoices,
  readText,
  readTexts,
  readWhole,
  required,
} from "../control/fields.ts";
import { createReport, type Finding, type Report } from "../control/finding.ts";
import { readDate } from "../inventory/parse-calendar.ts";
import { INCIDENT_KINDS } from "./incident.ts";
import type { Reading, ReportingDuty, Statute, StatuteSource } from "./statute.ts";

/** The statute, or null where the file has an error; `findings` say what and where. */
export interface ParsedStatute {
  readonly statute: Statute | null;
  readonly findings: readonly Finding[];
}

/**
 * Reads a law's reporting duties from YAML (`rules/statutes/*.yaml`). Never throws.
 *
 * The time of a duty is not written as a number of its own: it is what the quoted words say.
 */
export function parseStatute(text: string, file: string): ParsedStatute {
  const report = createReport(file, text);
  const tree = readDocument(text, report);
  const statute = tree === null ? null : readStatute(tree, report);
  return { statute: report.errors() > 0 ? null : statute, findings: report.findings() };
}

function readStatute(tree: Tree, report: Report): Statute | null {
  const keys = ["version", "id", "name", "sources", "readings", "duties"];
  const fields = openTable(tree, { name: "a statute", keys }, report);
  if (fields === undefined) return null;
  required(fields, { key: "version", why: "write version: 1" }, readWhole(1, 1), report);
  const id = required(fields, { key: "id", why: "it names the law" }, readText, report);
  const name = required(fields, { key: "name", why: "the law with its number" }, readText, report);
  const from = { key: "sources", why: "where its words were read" };
  const sources = required(fields, from, readSources, report) ?? {};
  const since = { key: "readings", why: "from when on it applies, and who says so" };
  const readings = required(fields, since, readList(readReading(sources)), report) ?? [];
  const what = { key: "duties", why: "who has to be told how soon" };
  const duties = required(fields, what, readList(readDuty(sources)), report) ?? [];
  const ids = duties.map((duty) => duty.id);
  for (const { id: duty, start } of duties) {
    if (start.kind !== "report" || ids.indexOf(start.of) < ids.indexOf(duty)) continue;
    report.error(tree.at, "bad-value", `${duty} starts from a report that stands after it`);
  }
  return id === undefined || name === undefined ? null : { id, name, sources, readings, duties };
}

function readList<T>(read: Reader<T>): Reader<readonly T[]> {
  return (tree, key, report) => {
    if (tree.kind !== "list" || tree.items.length === 0) {
      report.error(tree.at, "bad-value", `${key} is a list of at least one`);
      return undefined;
    }
    return tree.items.flatMap((item) => read(item, key, report) ?? []);
  };
}

const readSources: Reader<Statute["sources"]> = (tree, key, report) => {
  if (tree.kind !== "table") {
    report.error(tree.at, "bad-value", `${key} is a table of short names and what they stand for`);
    return undefined;
  }
  const read = tree.entries.map(({ key: name, value }) => [name, readSource(value, report)]);
  return Object.fromEntries(read.filter(([, source]) => source !== undefined));
};

function readSource(tree: Tree, report: Report): StatuteSource | undefined {
  const fields = openTable(tree, { name: "a source", keys: ["title", "url", "retrieved"] }, report);
  if (fields === undefined) return undefined;
  const title = required(fields, { key: "title", why: "what it is" }, readText, report);
  const url = required(fields, { key: "url", why: "where it is" }, readText, report);
  const day = { key: "retrieved", why: "the day it was read" };
  const retrieved = required(fields, day, readDate, report);
  if (title === undefined || url === undefined || retrieved === undefined) return undefined;
  return { title, url, retrieved };
}

function readReading(sources: Statute["sources"]): Reader<Reading> {
  return (tree, _, report) => {
    const keys = ["id", "title", "applies_from", "why", "sources"];
    const fields = openTable(tree, { name: "a reading", keys }, report);
    if (fields === undefined) return undefined;
    const must = (key: string, why: string): string =>
      required(fields, { key, why }, readText, report) ?? "";
    const day = { key: "applies_from", why: "the first day, e.g. 2026-08-02" };
    return {
      id: must("id", "it names the reading"),
      title: must("title", "the reading in one sentence"),
      appliesFrom: required(fields, day, readDate, report) ?? "",
      why: must("why", "what it stands on"),
      sources: known(
        required(fields, { key: "sources", why: "who says so" }, readTexts, report) ?? [],
        { sources, at: tree.at },
        report,
      ),
    };
  };
}

const DUTY_KEYS = [
  "id",
  "citation",
  "title",
  "quote",
  "number",
  "paraphrase",
  "start",
  "when",
  "kinds",
  "group",
  "initial_allowed",
  "recipient",
  "source",
];

function readDuty(sources: Statute["sources"]): Reader<ReportingDuty> {
  return (tree, _, report) => {
    const fields = openTable(tree, { name: "a duty", keys: DUTY_KEYS }, report);
    if (fields === undefined) return undefined;
    const must = (key: string, why: string): string =>
      required(fields, { key, why }, readText, report) ?? "";
    const quote = must("quote", "the law's own words, briefly");
    const number = must("number", "the time as the quote writes it");
    const withinMs = statutoryMs(number);
    const at = fields.get("number")?.at ?? tree.at;
    if (withinMs === null) {
      report.error(at, "bad-value", `number is such as 15 days or 72 hours, not ${number}`);
    }
    if (!quote.includes(number)) {
      report.error(at, "bad-value", `the quote does not say ${number}`, "quote the words with it");
    }
    const source = must("source", "where the words were read");
    known([source], { sources, at: tree.at }, report);
    const start = optional(fields, "start", readText, report) ?? "awareness";
    const flag = readChoice(["yes", "no"] as const);
    const initial = optional(fields, "initial_allowed", flag, report);
    const bound = required(
      fields,
      { key: "when", why: "serious_incident, or kind alone" },
      readChoice(["serious_incident", "kind"] as const),
      report,
    );
    return {
      id: must("id", "it names the duty"),
      citation: must("citation", "as it is cited, e.g. Art. 73(2)"),
      title: must("title", "of what incidents"),
      quote,
      paraphrase: must("paraphrase", "the duty in plain words"),
      number,
      withinMs: withinMs ?? 0,
      start: start === "awareness" ? { kind: "awareness" } : { kind: "report", of: start },
      serious: bound === "serious_incident",
      kinds: optional(fields, "kinds", readChoices(INCIDENT_KINDS), report) ?? [],
      group: optional(fields, "group", readText, report) ?? null,
      initialAllowed: initial === "yes",
      recipient: must("recipient", "who has to be told"),
      source,
    };
  };
}

function known(
  names: readonly string[],
  { sources, at }: { readonly sources: Statute["sources"]; readonly at: number },
  report: Report,
): readonly string[] {
  for (const name of names) {
    if (!Object.hasOwn(sources, name)) report.error(at, "bad-value", `there is no source ${name}`);
  }
  return names;
}

const NUMBER_WORDS: Readonly<Record<string, number>> = { one: 1, two: 2, three: 3 };
const HOUR_MS = 3_600_000;
/** The strict reading: a month is never longer than its shortest. */
const UNITS_MS: Readonly<Record<string, number>> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  month: 28 * 24 * HOUR_MS,
};

/** `15 days`, `two days`, `72 hours`, `one month` in milliseconds, strictly; null for anything else. */
export function statutoryMs(text: string): number | null {
  const [, count = "", unit = ""] = /^(\d{1,3}|one|two|three) (hour|day|month)s?$/.exec(text) ?? [];
  const unitMs = UNITS_MS[unit];
  return unitMs === undefined ? null : (NUMBER_WORDS[count] ?? Number(count)) * unitMs;
}
