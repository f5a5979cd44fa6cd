import { readDocument, type Tree } from "../control/document.ts";
import {
  openTable,
  optional,
  type Reader,
  readChoice,
  readText,
  readTexts,
  readWhole,
  required,
} from "../control/fields.ts";
import { createReport, type Finding, type Report } from "../control/finding.ts";
import { type Clause, CONFIDENCES, FITS, type Framework } from "./framework.ts";

/** The framework, or null where the file has an error; `findings` say what and where. */
export interface ParsedFramework {
  readonly framework: Framework | null;
  readonly findings: readonly Finding[];
}

/** Reads a framework's clauses from YAML (`rules/frameworks/*.yaml`). Never throws. */
export function parseFramework(text: string, file: string): ParsedFramework {
  const report = createReport(file, text);
  const tree = readDocument(text, report);
  const framework = tree === null ? null : readFramework(tree, report);
  return { framework: report.errors() > 0 ? null : framework, findings: report.findings() };
}

const KEYS = ["version", "id", "name", "about", "sources", "clauses"];

function readFramework(tree: Tree, report: Report): Framework | null {
  const fields = openTable(tree, { name: "a framework", keys: KEYS }, report);
  if (fields === undefined) return null;
  required(fields, { key: "version", why: "write version: 1" }, readWhole(1, 1), report);
  const text = (key: string, why: string): string =>
    required(fields, { key, why }, readText, report) ?? "";
  const sources =
    required(
      fields,
      { key: "sources", why: "where the clauses were compared" },
      readSources,
      report,
    ) ?? {};
  return {
    id: text("id", "what control files call it, e.g. iso42001"),
    name: text("name", "its name with its edition"),
    about: text("about", "what it is about"),
    sources,
    clauses: readClauses(fields.get("clauses"), fields.at, sources, report),
  };
}

const readSources: Reader<Framework["sources"]> = (tree, key, report) => {
  if (tree.kind !== "table") {
    report.error(tree.at, "bad-value", `${key} is a table of short names and what they stand for`);
    return undefined;
  }
  const named = tree.entries.map(({ key: name, value }) => [
    name,
    readText(value, `${key}.${name}`, report) ?? "",
  ]);
  return Object.fromEntries(named);
};

function readClauses(
  tree: Tree | undefined,
  at: number,
  sources: Framework["sources"],
  report: Report,
): readonly Clause[] {
  if (tree?.kind !== "list") {
    report.error(tree?.at ?? at, "missing-key", "clauses is required: a list, each with an id");
    return [];
  }
  const clauses = tree.items.map((item) => ({ at: item.at, clause: readClause(item, report) }));
  const seen = new Set<string>();
  return clauses.flatMap(({ at: where, clause }) => {
    if (clause === null) return [];
    if (seen.has(clause.id)) report.error(where, "duplicate-id", `${clause.id} stands twice`);
    seen.add(clause.id);
    const unknown = clause.sources.find((source) => !Object.hasOwn(sources, source));
    if (unknown !== undefined) {
      const known = Object.keys(sources).join(", ");
      report.error(where, "bad-value", `${clause.id} names no source ${unknown}; known: ${known}`);
    }
    return [clause];
  });
}

const CLAUSE_KEYS = [
  "id",
  "title",
  "fit",
  "records",
  "links",
  "sources",
  "verified_on",
  "confidence",
];

function readClause(tree: Tree, report: Report): Clause | null {
  const fields = openTable(tree, { name: "a clause", keys: CLAUSE_KEYS }, report);
  if (fields === undefined) return null;
  const must = <T>(key: string, why: string, read: Reader<T>): T | undefined =>
    required(fields, { key, why }, read, report);
  const id = must("id", "its number as it is cited", readText);
  const title = must("title", "its title, or a few words", readText);
  const fit = must("fit", "how far records can evidence it", readChoice(FITS));
  const sources = must("sources", "what it was compared with", readTexts);
  const verifiedOn = must("verified_on", "the day it was compared", readDay);
  const confidence = must("confidence", "how sure we are", readChoice(CONFIDENCES));
  if (!id || !title || !fit || !sources || !verifiedOn || !confidence) return null;
  return {
    id,
    title,
    fit,
    records: optional(fields, "records", readText, report) ?? null,
    links: optional(fields, "links", readLinks, report) ?? {},
    sources,
    verifiedOn,
    confidence,
  };
}

const readDay: Reader<string> = (tree, key, report) => {
  if (tree.kind === "scalar" && /^\d{4}-\d\d-\d\d$/.test(tree.source)) return tree.source;
  report.error(tree.at, "bad-value", `${key} is a day such as 2026-11-27`);
  return undefined;
};

const readLinks: Reader<Clause["links"]> = (tree, key, report) => {
  if (tree.kind !== "table") {
    report.error(tree.at, "bad-value", `${key} is a table of control ids, each with its fit`);
    return undefined;
  }
  const links = tree.entries.map(({ key: control, value }) => [
    control,
    readChoice(FITS)(value, `${key}.${control}`, report) ?? "weak",
  ]);
  return Object.fromEntries(links);
};
