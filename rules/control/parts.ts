import type { Control } from "./control.ts";
import {
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

/** The permanent name of a control. */
export const readId: Reader<string> = (tree, key, report) => {
  if (tree.kind === "scalar" && /^[a-z0-9][a-z0-9._-]{0,63}$/.test(tree.source)) return tree.source;
  report.error(tree.at, "bad-value", `${key} is 1 to 64 of a–z, 0–9, dot, dash and underscore`);
  return undefined;
};

/** Clause ids by framework. */
export const readClauses: Reader<Control["clauses"]> = (tree, key, report) => {
  if (tree.kind !== "table") {
    const example = `{ iso42001: ["9.1", A.6.2.6] }`;
    report.error(tree.at, "bad-value", `${key} lists clauses by framework, e.g. ${example}`);
    return undefined;
  }
  const clauses = tree.entries.map(({ key: name, value }) => [
    name,
    readTexts(value, `${key}.${name}`, report) ?? [],
  ]);
  return Object.fromEntries(clauses);
};

/** The label that is counted: `favourable` for selection, `positive` for the confusion matrix. */
export function readLabel(fields: Fields, report: Report): string | null {
  const [favourable, positive] = [fields.get("favourable"), fields.get("positive")];
  const tree = favourable ?? positive;
  if (tree === undefined) return null;
  const key = favourable === undefined ? "positive" : "favourable";
  if (favourable !== undefined && positive !== undefined) {
    report.error(positive.at, "bad-value", "favourable and positive name the same label: keep one");
  }
  const table = openTable(tree, { name: key, keys: ["label"] }, report);
  if (table === undefined) return null;
  return required(table, { key: "label", why: `which label is ${key}` }, readText, report) ?? null;
}

/** The approved one is the only baseline that a control may compare with. */
export const readBaseline: Reader<"approved"> = (tree, key, report) => {
  if (tree.kind === "table") {
    report.error(tree.at, "not-yet", `this ${key} is not supported yet: ${NOT_YET.baseline}`);
    return undefined;
  }
  return readChoice(["approved"])(tree, key, report);
};

/** How many predictions, outcomes or reviews it takes. */
export const readMinSample: Reader<number> = (tree, key, report) => {
  if (tree.kind === "table") {
    report.error(tree.at, "not-yet", `this ${key} is not supported yet: ${NOT_YET.minSample}`);
    return undefined;
  }
  return readWhole(0, 1_000_000_000)(tree, key, report);
};

/** Above this one summary is raised. */
export const readMaxInstances: Reader<number> = readWhole(1, 10_000);

/** How long the truth may take, and how much of it there must be. */
export const readOutcomes: Reader<NonNullable<Control["outcomes"]>> = (tree, key, report) => {
  const fields = openTable(
    tree,
    { name: key, keys: ["wait", "min_coverage"], notYet: NOT_YET.outcomes },
    report,
  );
  if (fields === undefined) return undefined;
  return {
    waitMs: optional(fields, "wait", readDuration(0), report) ?? 0,
    minCoverage: optional(fields, "min_coverage", readShare, report) ?? 0,
    late: "ignore",
  };
};

/** `[{ raise: nonconformity }]`: exactly one raise. */
export const readThen: Reader<Control["raises"]> = (tree, key, report) => {
  const items = tree.kind === "list" ? tree.items : [tree];
  const raises = items.flatMap((item) => {
    const fields = openTable(item, { name: key, keys: ["raise"], notYet: NOT_YET.action }, report);
    const raise =
      fields &&
      optional(
        fields,
        "raise",
        readChoice(["nonconformity", "candidate", "observation"] as const),
        report,
      );
    return raise === undefined ? [] : [raise];
  });
  if (raises.length === 1) return raises[0];
  const message = `${key} has one raise: nonconformity, candidate or observation`;
  report.error(tree.at, "bad-value", message);
  return undefined;
};
