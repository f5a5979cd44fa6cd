import { canonicalJson } from "../canonical-json.ts";
import { readDocument, type Tree } from "../control/document.ts";
import { type Fields, openTable, readWhole, required } from "../control/fields.ts";
import { createReport, type Finding, type Report } from "../control/finding.ts";
import type { Governance } from "./governance.ts";
import type { GovernanceContext } from "./governance-context.ts";
import type { Known } from "./open-item.ts";
import {
  readApplicability,
  readIssue,
  readReviewer,
  readRisk,
  readSupplier,
} from "./read-items.ts";
import { readObjective, readPolicy } from "./read-policies.ts";

/** What a governance file says, and everything that is wrong in it. */
export interface ParsedGovernance {
  /** Null where there is an error: half a policy is none. */
  readonly governance: Governance | null;
  readonly findings: readonly Finding[];
}

const LISTS = [
  "policies",
  "objectives",
  "risks",
  "suppliers",
  "reviewers",
  "issues",
  "applicability",
] as const;

/** Of one list; the file itself has at most 256 KiB. */
const ITEMS_MAX = 2000;
/** The content store takes it; a person reads it. */
const CANONICAL_CHARACTERS_MAX = 500_000;

/**
 * Parses a governance file (YAML): policies, objectives, risks, suppliers, reviewers, issues, and which
 * clauses apply.
 *
 * Never throws. Held to the same bounds as a control file. Unknown keys, ids that stand twice, controls
 * and clauses that do not exist, and a policy whose text changed under the same version are errors.
 */
export function parseGovernance(
  text: string,
  file: string,
  context: GovernanceContext,
): ParsedGovernance {
  const report = createReport(file, text);
  const tree = readDocument(text, report);
  const governance = tree === null ? null : readFile(tree, context, report);
  return { governance: report.errors() === 0 ? governance : null, findings: report.findings() };
}

function readFile(tree: Tree, context: GovernanceContext, report: Report): Governance | null {
  const of = { name: "a governance file", keys: ["version", ...LISTS] };
  const fields = openTable(tree, of, report);
  if (fields === undefined) return null;
  required(fields, { key: "version", why: "write version: 1" }, readWhole(1, 1), report);
  const known: Known = { ...context, policies: writtenIds(fields.get("policies")) };
  const list = <T>(key: (typeof LISTS)[number], read: ReadItem<T>): readonly T[] =>
    readList(fields, key, (item) => read(item, known, report), report);
  const governance = {
    policies: list("policies", readPolicy),
    objectives: list("objectives", readObjective),
    risks: list("risks", readRisk),
    suppliers: list("suppliers", readSupplier),
    reviewers: list("reviewers", readReviewer),
    issues: list("issues", readIssue),
    applicability: list("applicability", readApplicability).flat(),
  };
  checkClausesOnce(fields.get("applicability"), governance.applicability, report);
  if (canonicalJson(governance).length > CANONICAL_CHARACTERS_MAX) {
    const rule = `a governance file says at most ${CANONICAL_CHARACTERS_MAX} characters`;
    report.error(fields.at, "too-large", rule, "keep the texts in documents and their hashes here");
  }
  return governance;
}

type ReadItem<T> = (item: Tree, known: Known, report: Report) => T | undefined;

function readList<T>(
  fields: Fields,
  key: string,
  read: (item: Tree) => T | undefined,
  report: Report,
): readonly T[] {
  const tree = fields.get(key);
  if (tree === undefined || (tree.kind === "scalar" && tree.value === null)) return [];
  if (tree.kind !== "list" || tree.items.length > ITEMS_MAX) {
    const rule = `${key} is a list of at most ${ITEMS_MAX}`;
    report.error(tree.at, "bad-value", rule, "write each as an item: - id: …");
    return [];
  }
  const ids = new Set<string>();
  return tree.items.flatMap((item) => {
    const [id] = writtenIds({ ...tree, items: [item] });
    if (id !== undefined && ids.has(id)) {
      report.error(item.at, "duplicate-id", `${id} stands twice in ${key}`, "rename one of them");
    }
    if (id !== undefined) ids.add(id);
    const value = read(item);
    return value === undefined ? [] : [value];
  });
}

/** The ids of a list as they are written, whatever else is wrong with its items. */
function writtenIds(tree: Tree | undefined): readonly string[] {
  if (tree?.kind !== "list") return [];
  return tree.items.flatMap((item) => {
    const id = item.kind === "table" ? item.entries.find(({ key }) => key === "id") : undefined;
    return id?.value.kind === "scalar" ? [id.value.source] : [];
  });
}

function checkClausesOnce(
  tree: Tree | undefined,
  of: Governance["applicability"],
  report: Report,
): void {
  const seen = new Set<string>();
  for (const { framework, clause } of of) {
    const name = `${framework} ${clause}`;
    if (tree !== undefined && seen.has(name)) {
      report.error(tree.at, "duplicate-id", `${name} is said to apply or not twice`, "keep one");
    }
    seen.add(name);
  }
}
