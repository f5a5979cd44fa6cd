import { canonicalJson } from "../canonical-json.ts";
import type { Entry, Tree } from "../control/document.ts";
import { readDocument } from "../control/document.ts";
import {
  openTable,
  optional,
  type Reader,
  readChoice,
  readDuration,
  readText,
  readTexts,
  readWhole,
  required,
} from "../control/fields.ts";
import { createReport, type Finding, type Report } from "../control/finding.ts";
import {
  BARE_DECLARATION,
  type Reviewer,
  SYSTEM_STATUSES,
  type SystemDeclaration,
} from "./declaration.ts";
import { readCalendar, readDate, type Zones } from "./parse-calendar.ts";

/** The systems of a file, and everything that is wrong in it. */
export interface ParsedSystems {
  /** Empty where anything is wrong: a part of an inventory is none. */
  readonly systems: readonly SystemDeclaration[];
  readonly findings: readonly Finding[];
}

/**
 * Parses an inventory: `systems.yaml`, or with `within` the list under `systems` in a file about
 * other things too.
 *
 * Never throws. `file` is what findings call it. Held to the same bounds as a control file: 256 KiB,
 * 20 levels, no anchors, aliases, tags or duplicate keys.
 */
export function parseSystems(
  text: string,
  file: string,
  of: { readonly zones: Zones; readonly within?: boolean },
): ParsedSystems {
  const report = createReport(file, text);
  const tree = readDocument(text, report);
  const list = tree === null ? undefined : listOf(tree, of.within === true, report);
  const systems = list === undefined ? [] : readSystems(list, of.zones, report);
  return { systems: report.errors() > 0 ? [] : systems, findings: report.findings() };
}

function listOf(tree: Tree, isWithin: boolean, report: Report): Tree | undefined {
  if (isWithin) {
    const isList = ({ key }: Entry): boolean => key === "systems";
    return tree.kind === "table" ? tree.entries.find(isList)?.value : undefined;
  }
  const fields = openTable(tree, { name: "an inventory", keys: ["version", "systems"] }, report);
  if (fields === undefined) return undefined;
  const why = "write version: 1";
  required(fields, { key: "version", why }, readWhole(1, 1), report);
  const list = fields.get("systems");
  if (list === undefined) {
    report.error(fields.at, "missing-key", "systems is required", "add a list, each with an id");
  }
  return list;
}

/** What one collector watches with room to spare; each is judged by every control. */
const SYSTEMS_MAX = 2000;

function readSystems(tree: Tree, zones: Zones, report: Report): readonly SystemDeclaration[] {
  if (tree.kind !== "list") {
    report.error(tree.at, "bad-value", "systems is a list", "write - id: NAME for each system");
    return [];
  }
  if (tree.items.length > SYSTEMS_MAX) {
    const message = `an inventory has at most ${SYSTEMS_MAX} systems`;
    report.error(tree.at, "too-large", message, "watch the others with another collector");
    return [];
  }
  const ids = new Set<string>();
  return tree.items.flatMap((item) => {
    const system = readSystem(item, zones, report);
    if (system === undefined) return [];
    if (ids.has(system.id)) {
      const message = `${system.id} stands twice, and an id names one system`;
      report.error(item.at, "duplicate-id", message, "keep one of them");
    }
    ids.add(system.id);
    return [system];
  });
}

const KEYS = [
  "id",
  "status",
  "owner",
  "deputy",
  "purpose",
  "risk_tier",
  "oversight_role",
  "environment",
  "positive_label",
  "suppliers",
  "approved_models",
  "approved_versions",
  "approved_tools",
  "reviewers",
  "calendar",
  "assessment",
  "reaction_time",
  "silent_after",
];

/** A surrogate without its other half: JSON writes nothing else as \ud8…–\udf…. */
const HALF_CHARACTER = /(?<!\\)(?:\\\\)*\\ud[89a-f][0-9a-f]{2}/;

/** An entry of the ledger has 64 KiB, and says more than this. */
const DECLARATION_CHARS_MAX = 20_000;

function readSystem(tree: Tree, zones: Zones, report: Report): SystemDeclaration | undefined {
  const fields = openTable(tree, { name: "a system", keys: KEYS }, report);
  if (fields === undefined) return undefined;
  const why = "the name that its predictions carry";
  const id = required(fields, { key: "id", why }, readName, report);
  const read = <T>(key: string, reader: Reader<T>): T | null =>
    optional(fields, key, orNothing(reader), report) ?? null;
  const declaration = {
    status: read("status", readChoice(SYSTEM_STATUSES)) ?? BARE_DECLARATION.status,
    owner: read("owner", readText),
    deputy: read("deputy", readText),
    purpose: read("purpose", readText),
    riskTier: read("risk_tier", readChoice(["high", "limited", "minimal"] as const)),
    oversightRole: read("oversight_role", readText),
    environment: read("environment", readText),
    positiveLabel: read("positive_label", readText),
    suppliers: read("suppliers", readTexts),
    approvedModels: read("approved_models", readTexts),
    approvedVersions: read("approved_versions", readTexts),
    approvedTools: read("approved_tools", readTexts),
    reviewers: read("reviewers", readReviewers),
    calendar: read("calendar", readCalendar(zones)),
    assessment: read("assessment", readAssessment),
    reactionMs: read("reaction_time", readDuration(1)),
    silentAfterMs: read("silent_after", readDuration(1000)),
  };
  if (id === undefined) return undefined;
  const json = canonicalJson({ id, ...declaration });
  if (HALF_CHARACTER.test(json)) {
    const message = `${id} holds half a character, which no ledger can carry`;
    report.error(tree.at, "bad-value", message, "write the character itself");
  }
  if (json.length > DECLARATION_CHARS_MAX) {
    const message = `${id} says more than ${DECLARATION_CHARS_MAX} characters`;
    report.error(tree.at, "too-large", message, "shorten its lists");
  }
  return { id, ...declaration };
}

/** A key without a value says nothing, as if it were not there. */
function orNothing<T>(read: Reader<T>): Reader<T> {
  return (tree, key, report) =>
    tree.kind === "scalar" && tree.value === null ? undefined : read(tree, key, report);
}

const readName: Reader<string> = (tree, key, report) => {
  const text = readText(tree, key, report);
  if (text === undefined || text.length <= 256) return text;
  report.error(tree.at, "bad-value", `${key} has at most 256 characters`, "shorten it");
  return undefined;
};

const readReviewers: Reader<readonly Reviewer[]> = (tree, key, report) => {
  const items = tree.kind === "list" ? tree.items : [tree];
  const reviewers = items.map((item): Reviewer | undefined => {
    if (item.kind === "scalar") {
      const name = readText(item, key, report);
      return name === undefined ? undefined : { name, until: null };
    }
    const fields = openTable(item, { name: "a reviewer", keys: ["name", "until"] }, report);
    if (fields === undefined) return undefined;
    const why = "the pseudonym that decisions carry";
    const name = required(fields, { key: "name", why }, readText, report);
    const until = optional(fields, "until", readDate, report) ?? null;
    return name === undefined ? undefined : { name, until };
  });
  return reviewers.every((each) => each !== undefined) ? reviewers : undefined;
};

const readAssessment: Reader<NonNullable<SystemDeclaration["assessment"]>> = (
  tree,
  key,
  report,
) => {
  const fields = openTable(tree, { name: key, keys: ["date", "every"] }, report);
  if (fields === undefined) return undefined;
  const dated = { key: "date", why: "when it was made last, e.g. 2026-05-01" };
  const date = required(fields, dated, readDate, report);
  const repeated = { key: "every", why: "how long it holds, e.g. 365d" };
  const everyMs = required(fields, repeated, readDuration(86_400_000), report);
  return date === undefined || everyMs === undefined ? undefined : { date, everyMs };
};
