import type { Tree } from "../control/document.ts";
import {
  describe,
  openTable,
  optional,
  type Reader,
  readChoice,
  readDuration,
  required,
} from "../control/fields.ts";
import type { Report } from "../control/finding.ts";
import { signedDurationMs } from "./signed-duration.ts";
import type { Disturbance } from "./test-file.ts";

/** Reads `disturb`: one disturbance or a list. Null where something is wrong, which the report says. */
export function parseDisturb(tree: Tree, report: Report): readonly Disturbance[] | null {
  const items = tree.kind === "list" ? tree.items : [tree];
  const read = items.map((item) => parseOne(item, report));
  return read.every((each) => each !== null) ? read : null;
}

const EXAMPLE =
  "{ at: 74h, restart: collector, down_for: 20m }, { at: 74h, clock: +2h }, { at: 74h, gap: 6h } or { at: 74h, late_batch: 6h }";

function parseOne(tree: Tree, report: Report): Disturbance | null {
  const keys = ["at", "restart", "down_for", "clock", "gap", "late_batch"];
  const fields = openTable(tree, { name: "a disturbance", keys }, report);
  if (fields === undefined) return null;
  const atMs = required(
    fields,
    { key: "at", why: "when, from the start" },
    readDuration(0),
    report,
  );
  const [kind, ...more] = ["restart", "clock", "gap", "late_batch"].filter(
    (key) => fields.get(key) !== undefined,
  );
  if (kind === undefined || more.length > 0) {
    report.error(tree.at, "bad-value", `a disturbance is one of ${EXAMPLE}`);
    return null;
  }
  if (atMs === undefined) return null;
  switch (kind) {
    case "restart": {
      const downMs = optional(fields, "down_for", readDuration(0), report) ?? 0;
      const what = optional(fields, "restart", readChoice(["collector"]), report);
      return what === undefined ? null : { kind, atMs, downMs };
    }
    case "clock": {
      const byMs = optional(fields, "clock", readJump, report);
      return byMs === undefined ? null : { kind, atMs, byMs };
    }
    default: {
      const forMs = optional(fields, kind, readDuration(1), report);
      if (forMs === undefined) return null;
      return { kind: kind === "gap" ? "gap" : "late", atMs, forMs };
    }
  }
}

const readJump: Reader<number> = (tree, key, report) => {
  const ms = tree.kind === "scalar" ? signedDurationMs(tree.source) : null;
  if (ms !== null && ms !== 0) return ms;
  report.error(tree.at, "bad-value", `${key} jumps by +2h or -30m, not ${describe(tree)}`);
  return undefined;
};
