import type { Tree } from "../control/document.ts";
import {
  describe,
  type Fields,
  openTable,
  optional,
  type Reader,
  readChoice,
  readDuration,
  readText,
  required,
} from "../control/fields.ts";
import type { Report } from "../control/finding.ts";
import type { ControlState } from "../evaluation/state.ts";
import type { Verdict } from "../evaluation/verdict.ts";
import { lineOf } from "./line-of.ts";
import type { Bound, Expectation, Wanted } from "./test-file.ts";

const STATES: readonly ControlState["phase"][] = ["ok", "pending", "firing", "recovering"];
const VERDICTS: readonly Verdict["kind"][] = ["pass", "breach", "inconclusive", "no_data", "error"];
const STATE_KEYS = ["control", "instance", "state", "verdict", "data", "window", "revision"];
const EXAMPLE =
  "{ at: 72h, control: ID, state: ok }, { by: 104h, control: ID, state: firing }, { never: { control: ID, state: firing } }, { raised: { count: 1 } } or { resolved: 0 }";

/** Reads `expect`: a list of expectations. Null where something is wrong, which the report says. */
export function parseExpect(
  tree: Tree,
  text: string,
  report: Report,
): readonly Expectation[] | null {
  const items = tree.kind === "list" ? tree.items : [tree];
  const read = items.map((item) => parseOne(item, text, report));
  return read.every((each) => each !== null) ? read : null;
}

function parseOne(tree: Tree, text: string, report: Report): Expectation | null {
  const keys = ["at", "by", "never", "raised", "resolved", "false_alarms_per_year", ...STATE_KEYS];
  const fields = openTable(tree, { name: "an expectation", keys }, report);
  if (fields === undefined) return null;
  const place = {
    line: lineOf(text, tree.at),
    text: text.slice(tree.at, tree.end).trim().replace(/\s+/g, " "),
  };
  const said = ["at", "by", "never", "raised", "resolved", "false_alarms_per_year"].filter(
    (key) => fields.get(key) !== undefined,
  );
  const [kind] = said;
  if (kind === undefined || said.length > 1) {
    report.error(tree.at, "bad-value", `an expectation is one of ${EXAMPLE}`);
    return null;
  }
  switch (kind) {
    case "at":
    case "by": {
      const ms = optional(fields, kind, readDuration(0), report);
      const state = parseState(fields, report);
      if (ms === undefined || state === null) return null;
      return { ...place, kind: "state", when: { kind, ms }, ...state };
    }
    case "never": {
      const inner = fields.get("never");
      const table = inner && openTable(inner, { name: "never", keys: STATE_KEYS }, report);
      const state = table === undefined ? null : parseState(table, report);
      return state && { ...place, kind: "state", when: { kind: "never" }, ...state };
    }
    case "raised": {
      const raised = optional(fields, "raised", readRaised, report);
      return raised === undefined ? null : { ...place, kind: "raised", ...raised };
    }
    case "resolved": {
      const count = optional(fields, "resolved", readBound, report);
      const control = optional(fields, "control", readText, report) ?? null;
      return count === undefined ? null : { ...place, kind: "resolved", count, control };
    }
    default: {
      const perYear = optional(fields, "false_alarms_per_year", readBound, report);
      const control = controlOf(fields, report);
      if (perYear === undefined || control === undefined) return null;
      return { ...place, kind: "false_alarms", control, perYear };
    }
  }
}

type State = Omit<Extract<Expectation, { kind: "state" }>, "line" | "text" | "kind" | "when">;

function parseState(fields: Fields, report: Report): State | null {
  const control = controlOf(fields, report);
  const state = optional(fields, "state", readChoice(STATES), report) ?? null;
  const verdict = optional(fields, "verdict", readChoice(VERDICTS), report);
  const data = optional(fields, "data", readChoice(VERDICTS), report);
  if (state === null && verdict === undefined && data === undefined) {
    const message = `a state or a verdict is required: state: ${STATES.join(", ")}; verdict: ${VERDICTS.join(", ")}`;
    report.error(fields.at, "missing-key", message);
    return null;
  }
  const instance = optional(fields, "instance", readLabels, report) ?? {};
  const windowMs = optional(fields, "window", readDuration(0), report) ?? null;
  const revision = optional(fields, "revision", readBound, report) ?? null;
  if (control === undefined) return null;
  return { control, instance, state, verdict: verdict ?? data ?? null, windowMs, revision };
}

function controlOf(fields: Fields, report: Report): string | undefined {
  return required(fields, { key: "control", why: "the id of the control" }, readText, report);
}

const readLabels: Reader<Readonly<Record<string, string>>> = (tree, key, report) => {
  const entries = tree.kind === "table" ? tree.entries : [];
  const labels = entries.map((entry) => [entry.key, readText(entry.value, entry.key, report)]);
  if (labels.length === 0 || labels.some(([, text]) => text === undefined)) {
    report.error(tree.at, "bad-value", `${key} is a table of labels such as { feature: income }`);
    return undefined;
  }
  return Object.fromEntries(labels);
};

const readRaised: Reader<
  Omit<Extract<Expectation, { kind: "raised" }>, "line" | "text" | "kind">
> = (tree, key, report) => {
  if (tree.kind === "scalar") {
    const count = readBound(tree, key, report);
    return count && { count, control: null, byMs: null, item: null };
  }
  const fields = openTable(tree, { name: key, keys: ["count", "control", "by", "item"] }, report);
  if (fields === undefined) return undefined;
  const before = report.errors();
  const count = optional(fields, "count", readBound, report) ?? null;
  const item = optional(fields, "item", readWanted, report) ?? null;
  if (count === null && item === null && report.errors() === before) {
    const message = `${key} needs a count or an item, e.g. raised: { count: 1, item: { severity: high } }`;
    report.error(tree.at, "missing-key", message);
  }
  return {
    count,
    control: optional(fields, "control", readText, report) ?? null,
    byMs: optional(fields, "by", readDuration(0), report) ?? null,
    item,
  };
};

const readWanted: Reader<Wanted> = (tree, key, report) => {
  switch (tree.kind) {
    case "scalar": {
      const text = typeof tree.value === "string" ? tree.value : tree.source;
      const bound = /^[<>=!]/.test(text) ? boundOf(text) : null;
      return bound === null ? { kind: "text", text } : { kind: "bound", bound };
    }
    case "list": {
      const items = tree.items.map((item) => readWanted(item, key, report));
      return { kind: "list", items: items.filter((item) => item !== undefined) };
    }
    case "table": {
      const members = tree.entries.map((entry) => [
        entry.key,
        readWanted(entry.value, entry.key, report),
      ]);
      return { kind: "table", members: Object.fromEntries(members) };
    }
  }
};

const readBound: Reader<Bound> = (tree, key, report) => {
  const text =
    tree.kind !== "scalar" ? "" : typeof tree.value === "string" ? tree.value : tree.source;
  const bound = boundOf(text);
  if (bound !== null) return bound;
  const message = `${key} is a number, or a comparison such as ">= 200", not ${describe(tree)}`;
  report.error(tree.at, "bad-value", message);
  return undefined;
};

const SIGNS: Readonly<Record<string, Bound["sign"]>> = {
  "": "=",
  "=": "=",
  "==": "=",
  "!=": "!=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
};

function boundOf(text: string): Bound | null {
  const match = /^([<>=!]{0,2})\s*(-?\d{1,15}(?:\.\d{1,12})?)$/.exec(text.trim());
  const sign = SIGNS[match?.[1] ?? "?"];
  return sign === undefined ? null : { sign, than: Number(match?.[2]) };
}
