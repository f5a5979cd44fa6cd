import type { Tree } from "../control/document.ts";
import {
  openTable,
  optional,
  readDuration,
  readShare,
  readWhole,
  required,
} from "../control/fields.ts";
import type { Report } from "../control/finding.ts";
import type { LateBatch } from "./test-file.ts";

/** One late batch or a list of them. */
export function readLate(
  tree: Tree,
  key: string,
  report: Report,
): readonly LateBatch[] | undefined {
  const items = tree.kind === "list" ? tree.items : [tree];
  const batches = items.map((item) => readBatch(item, key, report));
  return batches.every((batch) => batch !== undefined) ? batches : undefined;
}

function readBatch(tree: Tree, key: string, report: Report): LateBatch | undefined {
  const keys = ["at", "from", "to", "decisions", "accuracy", "error_rate"];
  const fields = openTable(tree, { name: key, keys }, report);
  if (fields === undefined) return undefined;
  const why = (what: string): string =>
    `${what}, e.g. late_batch: { at: 50d, from: 0d, to: 7d, accuracy: 85% }`;
  const time = (name: string, what: string): number | undefined =>
    required(fields, { key: name, why: why(what) }, readDuration(0), report);
  const [atMs, fromMs, toMs] = [
    time("at", "when it arrives"),
    time("from", "since when it happened"),
    time("to", "until when it happened"),
  ];
  const decisions = optional(fields, "decisions", readWhole(1, 100_000), report) ?? null;
  const accuracy = optional(fields, "accuracy", readShare, report) ?? null;
  if (decisions === null && accuracy === null) {
    report.error(
      fields.at,
      "missing-key",
      why("decisions (further ones a step) or accuracy (of truths that were missing)"),
    );
  }
  if (atMs === undefined || fromMs === undefined || toMs === undefined) return undefined;
  const errorRate = optional(fields, "error_rate", readShare, report) ?? null;
  return { atMs, fromMs, toMs, decisions, accuracy, errorRate };
}
