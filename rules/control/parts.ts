import { asSet } from "./as-set.ts";
import type { Control } from "./control.ts";
import {
  describe,
  type Fields,
  openTable,
  optional,
  type Reader,
  readChoice,
  readDuration,
  readShare,
  readText,
  readTexts,
  readWhole,
  required,
} from "./fields.ts";
import type { Report } from "./finding.ts";
import { NOT_YET } from "./not-yet.ts";
import { readWritten } from "./parse-limit.ts";
import type { Written } from "./risk-tiers.ts";

/** The permanent name of a control. */
export const readId: Reader<string> = (tree, key, report) => {
  if (tree.kind === "scalar" && /^[a-z0-9][a-z0-9._-]{0,63}$/.test(tree.source)) return tree.source;
  report.error(
    tree.at,
    "bad-value",
    `${key} is 1 to 64 of a–z, 0–9, dot, dash and underscore, not ${describe(tree)}`,
    "write it such as error-rate",
  );
  return undefined;
};

/** Clause ids by framework. */
export const readClauses: Reader<Control["clauses"]> = (tree, key, report) => {
  if (tree.kind !== "table") {
    const example = `{ iso42001: ["9.1", A.6.2.6] }`;
    report.error(
      tree.at,
      "bad-value",
      `${key} lists clauses by framework, and is ${describe(tree)}`,
      `write ${example}`,
    );
    return undefined;
  }
  const clauses = tree.entries.map(({ key: name, keyAt, value }) => {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)) {
      report.error(
        keyAt,
        "bad-value",
        `a framework in ${key} is 1 to 64 of letters, digits, dot, dash and underscore`,
        "write it such as iso42001",
      );
    }
    const ids = readTexts(value, `${key}.${name.slice(0, 64)}`, report) ?? [];
    if (ids.some((id) => id.length > CLAUSE_MAX)) {
      const message = `a clause of ${name.slice(0, 64)} is longer than ${CLAUSE_MAX} characters`;
      report.error(value.at, "bad-value", message, "write its number, such as A.6.2.6");
      return [name, []];
    }
    return [name, asSet(ids)];
  });
  return Object.fromEntries(clauses);
};

/** `Art. 13(3)(b)(ii)` has 17. */
const CLAUSE_MAX = 100;

/** Stands for the label that the inventory counts as positive, of each system its own. */
export const INVENTORY_LABEL = "inventory.positive_label";

/**
 * The label that is counted: `favourable` for selection, `positive` for the confusion matrix. Null where the
 * inventory says it.
 */
export function readLabel(fields: Fields, report: Report): string | null {
  const [favourable, positive] = [fields.get("favourable"), fields.get("positive")];
  const tree = favourable ?? positive;
  if (tree === undefined) return null;
  const key = favourable === undefined ? "positive" : "favourable";
  if (favourable !== undefined && positive !== undefined) {
    report.error(
      positive.at,
      "bad-value",
      "favourable and positive name the same label",
      "keep one",
    );
  }
  if (tree.kind === "scalar" && tree.source === INVENTORY_LABEL) return null;
  const table = openTable(tree, { name: key, keys: ["label"] }, report);
  if (table === undefined) return null;
  return required(table, { key: "label", why: `which label is ${key}` }, readText, report) ?? null;
}

/** The approved one is the only baseline that a control may compare with; its bins are deciles. */
export const readBaseline: Reader<"approved"> = (tree, key, report) => {
  if (tree.kind !== "table") return readChoice(["approved"])(tree, key, report);
  const fields = openTable(
    tree,
    { name: key, keys: ["source", "bins"], notYet: NOT_YET.baseline },
    report,
  );
  if (fields === undefined) return undefined;
  optional(fields, "bins", readChoice(["deciles"]), report);
  const why = "which baseline, e.g. approved";
  return required(fields, { key: "source", why }, readChoice(["approved"]), report);
};

/** How many predictions, outcomes or reviews it takes; with a burn rate also how many bad answers. */
export const readMinSample: Reader<MinSample> = (tree, key, report) => {
  if (tree.kind === "table" && tree.entries.some(({ key: name }) => OF_BURN.includes(name))) {
    const fields = openTable(tree, { name: key, keys: OF_BURN }, report);
    const count = readWhole(1, SAMPLE_MAX);
    const badEvents = fields && optional(fields, "bad_events", count, report);
    const predictions = fields && optional(fields, "predictions", readSample, report);
    return { general: predictions ?? null, tiers: {}, badEvents: badEvents ?? null };
  }
  const written = readWritten(readSample)(tree, key, report);
  return written && { ...written, badEvents: null };
};

interface MinSample extends Written<number> {
  readonly badEvents: number | null;
}

const OF_BURN = ["bad_events", "predictions"];
const SAMPLE_MAX = 1_000_000_000;
const readSample = readWhole(0, SAMPLE_MAX);

/** A word for each kind of a measurement that its measure tells apart. */
export function readTellApart(kinds: readonly string[]): Reader<Control["tellApart"]> {
  return (tree, key, report) => {
    const fields = openTable(tree, { name: key, keys: kinds }, report);
    if (fields === undefined) return undefined;
    const words = kinds.flatMap((kind) => {
      const text = optional(fields, kind, readText, report);
      return text === undefined ? [] : [[kind, text]];
    });
    return Object.fromEntries(words);
  };
}

/** Above this one summary is raised. */
export const readMaxInstances: Reader<number> = readWhole(1, 10_000);

/** How long the truth may take, and how much of it there must be. */
export const readOutcomes: Reader<NonNullable<Control["outcomes"]>> = (tree, key, report) => {
  const fields = openTable(tree, { name: key, keys: ["wait", "min_coverage", "late"] }, report);
  if (fields === undefined) return undefined;
  return {
    waitMs: optional(fields, "wait", readDuration(0), report) ?? 0,
    minCoverage: optional(fields, "min_coverage", readShare, report) ?? 0,
    late: optional(fields, "late", readChoice(["restate_window", "ignore"]), report) ?? "ignore",
  };
};
