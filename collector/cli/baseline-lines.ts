import type { BaselineJson } from "./baseline-requests.ts";
import { isRecord } from "./collector-api.ts";
import { columns } from "./columns.ts";

/** What was made, and the line to paste next. */
export function createdLines(made: BaselineJson): readonly string[] {
  const { features, outputs } = made;
  const named = isRecord(features) ? Object.entries(features) : [];
  const width = Math.max(0, ...named.map(([name]) => name.length));
  return [
    `${made["name"]}, version ${made["version"]}, of ${made["system"]}: ${made["rows"]} rows`,
    `digest ${made["digest"]}`,
    ...named.map(([name, feature]) => {
      const { kind, cells, missing } = isRecord(feature) ? feature : {};
      const gaps = typeof missing === "number" && missing > 0 ? `, ${missing} missing` : "";
      return `  ${name.padEnd(width)}  ${kind}, ${cells} cells${gaps}`;
    }),
    ...(isRecord(outputs) ? [outputsLine(outputs)] : []),
    "it judges nothing until it is approved:",
    `  tiltmeter baseline approve ${made["digest"]}`,
  ];
}

/** The most frequent labels, as many as fit on a line. */
function outputsLine(outputs: Readonly<Record<string, unknown>>): string {
  const labels = Object.entries(outputs).sort(([, a], [, b]) => Number(b) - Number(a));
  const shown = labels
    .slice(0, LABELS_SHOWN)
    .map(([label, count]) => `${label || "others"} ${count}`);
  const more = labels.length > shown.length ? ", …" : "";
  return `${labels.length} label${labels.length === 1 ? "" : "s"} predicted: ${shown.join(", ")}${more}`;
}

const LABELS_SHOWN = 5;

export function approveLines(approved: BaselineJson): readonly string[] {
  const { name, version, system, approvedBy, approvedAt } = approved;
  return [
    `${name}, version ${version}: approved by ${approvedBy} at ${approvedAt}; ${system} is compared with it from the next evaluation on`,
  ];
}

/** One line a baseline, or what to do where there is none. */
export function listLines(found: readonly BaselineJson[]): readonly string[] {
  if (found.length === 0) {
    return ["no baselines; tiltmeter baseline create --help shows how to make one"];
  }
  return columns([
    ["system", "name", "version", "rows", "created", "approved by", "digest"],
    ...found.map((each) => [
      String(each["system"]),
      String(each["name"]),
      String(each["version"]),
      String(each["rows"]),
      String(each["createdAt"]).slice(0, 16),
      each["approvedAt"] === null ? "-" : String(each["approvedBy"]),
      String(each["digest"]).slice(0, 12),
    ]),
  ]);
}
