import { readDocument, type Tree } from "../control/document.ts";
import {
  openTable,
  type Reader,
  readChoice,
  readText,
  readTexts,
  readWhole,
  required,
} from "../control/fields.ts";
import { createReport, type Finding, type Report } from "../control/finding.ts";
import { type ClauseIndex, unknownClauses } from "./clauses.ts";
import { CONFIDENCES, type Confidence } from "./framework.ts";

/** Clauses of several frameworks that the same record serves. */
export interface CrossReference {
  /** Kind of record, in words. */
  readonly record: string;
  /** Framework → clause ids. */
  readonly clauses: Readonly<Record<string, readonly string[]>>;
  readonly source: string;
  readonly verifiedOn: string;
  readonly confidence: Confidence;
}

/** The references of a file, or null where it has an error. */
export interface ParsedReferences {
  readonly references: readonly CrossReference[] | null;
  readonly findings: readonly Finding[];
}

/** Another citation of the same matter, and how sure that is. */
export interface Citation {
  readonly framework: string;
  readonly clause: string;
  readonly title: string;
  /** The less sure of the mapping and the clause itself. */
  readonly confidence: Confidence;
  /** Why: the kind of record. */
  readonly record: string;
}

/** Reads which clauses of other standards the same record serves (`rules/frameworks/references`). Never throws. */
export function parseReferences(text: string, file: string, known: ClauseIndex): ParsedReferences {
  const report = createReport(file, text);
  const tree = readDocument(text, report);
  const references = tree === null ? [] : readFile(tree, known, report);
  return { references: report.errors() > 0 ? null : references, findings: report.findings() };
}

/**
 * Clauses of other frameworks that a record with these citations serves too: of every reference that
 * shares a clause with it. What it cites itself is not among them.
 */
export function citationsBeside(
  cited: Readonly<Record<string, readonly string[]>>,
  references: readonly CrossReference[],
  index: ClauseIndex,
): readonly Citation[] {
  const found = new Map<string, Citation>();
  for (const reference of references) {
    const shares = Object.entries(reference.clauses).some(([framework, ids]) =>
      ids.some((id) => cited[framework]?.includes(id) === true),
    );
    if (!shares) continue;
    for (const [framework, ids] of Object.entries(reference.clauses)) {
      for (const clause of ids) {
        const key = `${framework} ${clause}`;
        if (cited[framework]?.includes(clause) === true || found.has(key)) continue;
        const own = index.get(framework)?.get(clause);
        const confidence = lessSure(reference.confidence, own?.confidence ?? "unconfirmed");
        const title = own?.title ?? "";
        found.set(key, { framework, clause, title, confidence, record: reference.record });
      }
    }
  }
  return [...found.values()];
}

function lessSure(a: Confidence, b: Confidence): Confidence {
  return CONFIDENCES[Math.max(CONFIDENCES.indexOf(a), CONFIDENCES.indexOf(b))] ?? "unconfirmed";
}

function readFile(tree: Tree, known: ClauseIndex, report: Report): readonly CrossReference[] {
  const keys = ["version", "about", "references"];
  const fields = openTable(tree, { name: "references", keys }, report);
  if (fields === undefined) return [];
  required(fields, { key: "version", why: "write version: 1" }, readWhole(1, 1), report);
  required(fields, { key: "about", why: "what it maps, and from where" }, readText, report);
  const list = fields.get("references");
  if (list?.kind !== "list") {
    report.error(list?.at ?? fields.at, "missing-key", "references is a list", "add one");
    return [];
  }
  return list.items.flatMap((item): readonly CrossReference[] => {
    const of = ["record", "clauses", "source", "verified_on", "confidence"];
    const each = openTable(item, { name: "a reference", keys: of }, report);
    if (each === undefined) return [];
    const must = <T>(key: string, why: string, read: Reader<T>): T | undefined =>
      required(each, { key, why }, read, report);
    const record = must("record", "which kind of record", readText);
    const clauses = must("clauses", "framework → clause ids", readClauses);
    const source = must("source", "who says so", readText);
    const verifiedOn = must("verified_on", "the day it was compared", readText);
    const confidence = must("confidence", "how sure we are", readChoice(CONFIDENCES));
    if (!record || !clauses || !source || !verifiedOn || !confidence) return [];
    for (const unknown of unknownClauses(clauses, known)) {
      report.error(item.at, "unknown-clause", `no framework has ${unknown}`, "look it up there");
    }
    return [{ record, clauses, source, verifiedOn, confidence }];
  });
}

const readClauses: Reader<CrossReference["clauses"]> = (tree, key, report) => {
  if (tree.kind !== "table") {
    report.error(tree.at, "bad-value", `${key} lists clauses by framework`, "write a table");
    return undefined;
  }
  return Object.fromEntries(
    tree.entries.map(({ key: name, value }) => [name, readTexts(value, name, report) ?? []]),
  );
};
