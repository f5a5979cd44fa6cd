import { formatInstant, parseInstant } from "../evaluation/instant.ts";
import { asSet } from "./as-set.ts";
import type { Tree } from "./document.ts";
import {
  describe,
  openTable,
  optional,
  type Reader,
  readText,
  readTexts,
  required,
} from "./fields.ts";
import type { Report } from "./finding.ts";
import type { Maintenance } from "./maintenance.ts";

/** Longer is no maintenance but a control that is not in force, and has to be approved as one. */
const DAYS_MAX = 30;
const DAY_MS = 86_400_000;
const ENTRIES_MAX = 200;

/** Reads `maintenance`, a list of planned times in which nothing is raised. */
export function parseMaintenance(tree: Tree | undefined, report: Report): readonly Maintenance[] {
  if (tree === undefined) return [];
  if (tree.kind !== "list" || tree.items.length > ENTRIES_MAX) {
    report.error(
      tree.at,
      "bad-value",
      `maintenance is a list of at most ${ENTRIES_MAX} entries`,
      "write - { name, systems, owner, reason, from, until } for each",
    );
    return [];
  }
  const names = new Set<string>();
  return tree.items.flatMap((item) => {
    const entry = readEntry(item, report);
    if (entry === undefined) return [];
    if (names.has(entry.name)) {
      report.error(
        item.at,
        "duplicate-id",
        `${entry.name} stands twice, and a name is of one entry`,
        "rename one of them",
      );
    }
    names.add(entry.name);
    return [entry];
  });
}

function readEntry(tree: Tree, report: Report): Maintenance | undefined {
  const before = report.errors();
  const keys = ["name", "systems", "controls", "owner", "reason", "from", "until"];
  const fields = openTable(tree, { name: "maintenance", keys }, report);
  if (fields === undefined) return undefined;
  const text = (key: string, why: string): string | undefined =>
    required(fields, { key, why }, readText, report);
  const name = text("name", "what people call it");
  const owner = text("owner", "who answers for it");
  const reason = text("reason", "why nothing shall be raised");
  const systems = optional(fields, "systems", readTexts, report) ?? [];
  const controls = optional(fields, "controls", readTexts, report) ?? [];
  const instant = (key: string): number | undefined =>
    required(fields, { key, why: "an instant with its zone" }, readInstant, report);
  const [fromMs, untilMs] = [instant("from"), instant("until")];
  if (report.errors() > before) return undefined;
  if (name === undefined || owner === undefined || reason === undefined) return undefined;
  if (fromMs === undefined || untilMs === undefined) return undefined;
  const at = fields.get("until")?.at ?? fields.at;
  if (untilMs <= fromMs) {
    report.error(
      at,
      "bad-value",
      `until is not after from, which is ${formatInstant(fromMs)}`,
      "write a later instant",
    );
    return undefined;
  }
  if (untilMs - fromMs > DAYS_MAX * DAY_MS) {
    report.error(
      at,
      "too-long",
      `maintenance lasts at most ${DAYS_MAX} days: longer is a control that is not in force, which has to be approved`,
      "end it earlier, or set the controls to status: shadow",
    );
    return undefined;
  }
  if (systems.length === 0 && controls.length === 0) {
    report.warning(
      fields.at,
      "whole-maintenance",
      `${name} is for every system and control`,
      "name systems or controls, so that the rest is still raised",
    );
  }
  return {
    name,
    systems: asSet(systems),
    controls: asSet(controls),
    owner,
    reason,
    fromMs,
    untilMs,
  };
}

const readInstant: Reader<number> = (tree, key, report) => {
  const ms = tree.kind === "scalar" ? parseInstant(tree.source) : null;
  if (ms !== null) return ms;
  report.error(
    tree.at,
    "bad-value",
    `${key} is an instant with its zone, not ${describe(tree)}`,
    "write it such as 2026-12-24T20:00:00Z or 2026-12-24T21:00+01:00",
  );
  return undefined;
};
