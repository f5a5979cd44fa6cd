import type { Tree } from "../control/document.ts";
import {
  type Reader,
  readChoice,
  readText,
  readTexts,
  readWhole,
  required,
} from "../control/fields.ts";
import type { Report } from "../control/finding.ts";
import { suggestion } from "../control/nearest.ts";
import { readDate } from "../inventory/parse-calendar.ts";
import type {
  Applicability,
  AuthorisedReviewer,
  Grade,
  Issue,
  Risk,
  Supplier,
} from "./governance.ts";
import { type Known, openItem } from "./open-item.ts";
import { readControlIds, readDigest, readFlag } from "./read-values.ts";

const RISK = [
  ...["id", "description", "owner", "systems", "controls", "likelihood", "severity", "treatment"],
];
const readGrade: Reader<number> = readWhole(1, 5);

export function readRisk(tree: Tree, known: Known, report: Report): Risk | undefined {
  const item = openItem(tree, "a risk", RISK, report);
  if (item?.id === undefined) return undefined;
  const { id, text, maybe } = item;
  return {
    id,
    description: text("description", "what may happen"),
    owner: maybe("owner", readText),
    systems: maybe("systems", readTexts) ?? [],
    controls: maybe("controls", readControlIds(known.controls)) ?? [],
    likelihood: maybe("likelihood", readGrade) as Grade | null, // a whole number from 1 to 5
    severity: maybe("severity", readGrade) as Grade | null, // as above
    treatment: maybe("treatment", readText),
  };
}

const SUPPLIER = [
  ...["id", "name", "providers", "models", "regions", "assessed", "valid_until", "terms"],
  ...["notice", "document"],
];

export function readSupplier(tree: Tree, known: Known, report: Report): Supplier | undefined {
  const item = openItem(tree, "a supplier", SUPPLIER, report);
  if (item?.id === undefined) return undefined;
  const { id, fields, text, maybe } = item;
  const why = "the names that predictions carry of it, such as openai";
  const [assessed, validUntil] = [maybe("assessed", readDate), maybe("valid_until", readDate)];
  if (assessed !== null && validUntil !== null && validUntil < assessed) {
    const rule = `${id} is assessed on ${assessed} and valid until ${validUntil}, which is earlier`;
    report.error(tree.at, "bad-value", rule, "write the last day on which the assessment holds");
  }
  return {
    id,
    name: text("name", "who it is"),
    providers: required(fields, { key: "providers", why }, readTexts, report) ?? [],
    models: maybe("models", readTexts),
    regions: maybe("regions", readTexts),
    assessed,
    validUntil,
    terms: maybe("terms", readControlIds(known.controls)) ?? [],
    notice: maybe("notice", readText),
    document: maybe("document", readDigest),
  };
}

export function readReviewer(
  tree: Tree,
  _known: Known,
  report: Report,
): AuthorisedReviewer | undefined {
  const item = openItem(tree, "a reviewer", ["id", "role", "systems", "until"], report);
  if (item?.id === undefined) return undefined;
  const { id, text, maybe } = item;
  return {
    id,
    role: text("role", "what they decide as, such as credit-reviewer"),
    systems: maybe("systems", readTexts) ?? [],
    until: maybe("until", readDate),
  };
}

const ISSUE_KINDS = ["external", "internal", "interested_party"] as const;

export function readIssue(tree: Tree, _known: Known, report: Report): Issue | undefined {
  const item = openItem(tree, "an issue", ["id", "kind", "title", "since", "note"], report);
  if (item?.id === undefined) return undefined;
  const { id, fields, text, maybe } = item;
  const kind = required(
    fields,
    { key: "kind", why: "external, internal, or interested_party" },
    readChoice(ISSUE_KINDS),
    report,
  );
  const since = required(fields, { key: "since", why: "the day it arose" }, readDate, report);
  const title = text("title", "what it is");
  if (kind === undefined || since === undefined) return undefined;
  return { id, kind, title, since, note: maybe("note", readText) };
}

const APPLICABILITY = ["framework", "clause", "applies", "justification"];

/** One item may speak of several clauses, for the same reason. */
export function readApplicability(
  tree: Tree,
  known: Known,
  report: Report,
): readonly Applicability[] | undefined {
  const item = openItem(tree, "applicability", APPLICABILITY, report);
  if (item === undefined) return undefined;
  const { fields, text } = item;
  const framework = text("framework", "as control files name it, such as iso42001");
  const clauses = required(
    fields,
    { key: "clause", why: "a number such as A.7.3, or a list of them" },
    readClauses(framework, known),
    report,
  );
  const applies = required(fields, { key: "applies", why: "true or false" }, readFlag, report);
  const justification = text("justification", "why it applies or why it does not");
  if (clauses === undefined || applies === undefined) return undefined;
  return clauses.map((clause) => ({ framework, clause, applies, justification }));
}

function readClauses(framework: string, { clauses }: Known): Reader<readonly string[]> {
  return (tree, key, report) => {
    const ids = readTexts(tree, key, report);
    if (ids === undefined || clauses === null || framework === "") return ids;
    const known = clauses.get(framework);
    if (known === undefined) {
      const fix = suggestion(framework, [...clauses.keys()]);
      report.error(tree.at, "unknown-framework", `there is no framework ${framework}`, fix);
      return undefined;
    }
    for (const id of ids) {
      if (known.has(id)) continue;
      const near = suggestion(id, [...known.keys()]);
      report.error(tree.at, "unknown-clause", `${framework} has no clause ${id}`, near);
    }
    return ids;
  };
}
