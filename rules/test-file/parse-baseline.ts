import type { Tree } from "../control/document.ts";
import { describe, openTable, optional, readShare, readWhole } from "../control/fields.ts";
import type { Report } from "../control/finding.ts";
import { durationMs } from "../control/quantity.ts";
import type { GivenBaseline } from "./test-file.ts";

/** Rows of a stated baseline: enough that what it says of a feature is not in doubt. */

export const BASELINE_ROWS = 10_000;

/** `none`, `from first 7d`, or rates that were approved. */
export function readBaseline(tree: Tree, key: string, report: Report): GivenBaseline | undefined {
  if (tree.kind === "scalar") {
    if (tree.source === "none") return { kind: "none" };
    const first = /^from first (\S+)$/.exec(tree.source)?.[1];
    const ms = first === undefined ? null : durationMs(first);
    if (ms !== null && ms > 0) return { kind: "first", ms };
    const message = `${key} is none, from first 7d, or a table such as { override_rate: 5% }, not ${describe(tree)}`;
    report.error(tree.at, "bad-value", message);
    return undefined;
  }
  const keys = ["rows", "override_rate", "error_rate", "accuracy"];
  const fields = openTable(tree, { name: key, keys }, report);
  if (fields === undefined) return undefined;
  const overrideRate = optional(fields, "override_rate", readShare, report);
  const errorRate = optional(fields, "error_rate", readShare, report);
  const accuracy = optional(fields, "accuracy", readShare, report);
  return {
    kind: "stated",
    rows: optional(fields, "rows", readWhole(1, 100_000), report) ?? BASELINE_ROWS,
    rates: {
      ...(overrideRate === undefined ? {} : { overrideRate }),
      ...(errorRate === undefined ? {} : { errorRate }),
      ...(accuracy === undefined ? {} : { accuracy }),
    },
  };
}
