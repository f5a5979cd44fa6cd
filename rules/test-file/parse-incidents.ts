import { readDocument } from "../control/document.ts";
import {
  describe,
  openTable,
  optional,
  type Reader,
  readText,
  required,
} from "../control/fields.ts";
import { createReport, type Finding } from "../control/finding.ts";
import { parseInstant } from "../evaluation/instant.ts";

/** A time in which something was really wrong. */
export interface Incident {
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Null: whichever. */
  readonly system: string | null;
}

/**
 * Parses a file of known incidents (YAML): a list of `{ name, from, to, system }`.
 *
 * Never throws; with an error there are no incidents, for a backtest against half of them would mislead.
 */
export function parseIncidents(
  text: string,
  file: string,
): { readonly incidents: readonly Incident[] | null; readonly findings: readonly Finding[] } {
  const report = createReport(file, text);
  const tree = readDocument(text, report);
  if (tree !== null && tree.kind !== "list") {
    const message =
      "incidents are a list such as - { name: INC-1, from: 2026-01-31, to: 2026-02-02 }";
    report.error(tree.at, "bad-value", message);
  }
  const items = tree?.kind === "list" ? tree.items : [];
  const incidents = items.flatMap((item): readonly Incident[] => {
    const fields = openTable(
      item,
      { name: "an incident", keys: ["name", "from", "to", "system"] },
      report,
    );
    if (fields === undefined) return [];
    const name = required(fields, { key: "name", why: "what it is called" }, readText, report);
    const fromMs = required(fields, { key: "from", why: "when it began" }, readTime, report);
    const toMs = required(fields, { key: "to", why: "when it ended" }, readTime, report);
    const system = optional(fields, "system", readText, report) ?? null;
    if (name === undefined || fromMs === undefined || toMs === undefined) return [];
    if (fromMs >= toMs) report.error(item.at, "bad-value", `${name}: from must be before to`);
    return [{ name, fromMs, toMs, system }];
  });
  return { incidents: report.errors() === 0 ? incidents : null, findings: report.findings() };
}

const readTime: Reader<number> = (tree, key, report) => {
  const text = tree.kind === "scalar" ? tree.source : "";
  const ms = parseInstant(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
  if (ms !== null) return ms;
  const message = `${key} is a date or an instant such as 2026-03-02T06:00:00Z, not ${describe(tree)}`;
  report.error(tree.at, "bad-value", message);
  return undefined;
};
