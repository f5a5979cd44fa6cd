import type { Control } from "./control.ts";
import { readDocument, type Tree } from "./document.ts";
import { type Fields, openTable, optional, readText, readWhole } from "./fields.ts";
import { createReport, type Finding, placeOf, type Report } from "./finding.ts";
import type { Maintenance } from "./maintenance.ts";
import { NOT_YET } from "./not-yet.ts";
import { parseControl } from "./parse-control.ts";
import { parseDefaults } from "./parse-defaults.ts";
import { parseMaintenance } from "./parse-maintenance.ts";
import { printControl } from "./print.ts";

/** Those of a library control are about 150: room for 160 controls, which are read within 50 ms. */
const TOKENS_MAX = 25_000;

/** The controls of a file that are without error, and everything that is wrong or doubtful in it. */
export interface ParsedControls {
  readonly controls: readonly Control[];
  /** Planned times in which nothing is raised. */
  readonly maintenance: readonly Maintenance[];
  /** Control id → where it stands in the file. */
  readonly places: ReadonlyMap<string, { readonly line: number; readonly column: number }>;
  readonly findings: readonly Finding[];
}

/**
 * Parses a control file (YAML; `rules/library` has one of each kind).
 *
 * Never throws. `file` is what findings call it; `hash` is SHA-256 in hex over text. A file with an
 * error should not be loaded: a part of a set of controls is not the set that was approved. At most
 * 256 KiB, 20 levels; anchors, aliases, tags, merge keys and duplicate keys are errors.
 */
export function parseControls(
  text: string,
  file: string,
  hash: (text: string) => string,
): ParsedControls {
  const report = createReport(file, text);
  const tree = readDocument(text, report, TOKENS_MAX);
  // A key that stands twice belongs to no control in particular: what was meant is not known.
  const isSound = report.errors() === 0;
  const parsed = tree === null ? NOTHING : parseFile(tree, text, hash, report);
  return { ...(isSound ? parsed : NOTHING), findings: report.findings() };
}

type Content = Pick<ParsedControls, "controls" | "maintenance" | "places">;
const NOTHING: Content = { controls: [], maintenance: [], places: new Map() };

function parseFile(
  tree: Tree,
  text: string,
  hash: (text: string) => string,
  report: Report,
): Content {
  const fields = openTable(
    tree,
    {
      name: "a control file",
      keys: ["version", "set", "owner", "defaults", "controls", "maintenance"],
      notYet: NOT_YET.file,
    },
    report,
  );
  if (fields === undefined) return NOTHING;
  if (fields.get("version") === undefined) {
    report.error(fields.at, "missing-key", "version is required", "write version: 1");
  } else {
    optional(fields, "version", readWhole(1, 1), report);
  }
  const defaults = parseDefaults(
    fields.get("defaults"),
    {
      set: optional(fields, "set", readText, report) ?? "",
      owner: optional(fields, "owner", readText, report) ?? "",
    },
    report,
  );
  const places = new Map<string, { line: number; column: number }>();
  const controls = items(fields, report).flatMap((item) => {
    const drafts = parseControl(item, defaults, report);
    const twice = drafts.find(({ id }) => places.has(id));
    if (twice !== undefined) {
      report.error(
        item.at,
        "duplicate-id",
        `${twice.id} stands twice, and an id names one control`,
        "rename one of them",
      );
      return [];
    }
    const source = slice(text, item);
    const place = placeOf(text, item.at);
    return drafts.map((draft) => {
      places.set(draft.id, place);
      return { ...draft, revision: hash(printControl(draft)), text: source };
    });
  });
  return { controls, maintenance: parseMaintenance(fields.get("maintenance"), report), places };
}

/** More than the tokens of a file leave room for, unless they are empty. */
const CONTROLS_MAX = 1000;

function items(fields: Fields, report: Report): readonly Tree[] {
  const tree = fields.get("controls");
  if (tree?.kind === "list") {
    if (tree.items.length <= CONTROLS_MAX) return tree.items;
    report.error(tree.at, "too-large", `a file has at most ${CONTROLS_MAX} controls`, "split it");
    return [];
  }
  const at = tree?.at ?? fields.at;
  report.error(
    at,
    "missing-key",
    "controls is required",
    "add controls: a list of controls, each with an id",
  );
  return [];
}

/** The control's own lines, moved to the margin. */
function slice(text: string, item: Tree): string {
  const column = item.at - (text.lastIndexOf("\n", item.at - 1) + 1);
  return text
    .slice(item.at, item.end)
    .split("\n")
    .map((line, i) => (i === 0 ? line : line.replace(new RegExp(`^ {0,${column}}`), "")))
    .join("\n")
    .trimEnd();
}
