import type { RiskTier } from "../control/control.ts";
import type { Table, Tree } from "../control/document.ts";
import {
  openTable,
  optional,
  readChoice,
  readDuration,
  readText,
  required,
} from "../control/fields.ts";
import type { Report } from "../control/finding.ts";
import type { Zones } from "../inventory/parse-calendar.ts";
import { isOfFamily, NAMES, NUMBERS } from "./given-keys.ts";
import { lineOf } from "./line-of.ts";
import { type Expanded, expandNames, expandNumbers, type StepValue } from "./notation.ts";
import { BASELINE_ROWS, readBaseline } from "./parse-baseline.ts";
import { declarationOf, readDeclaration, TIERS } from "./parse-declared.ts";
import { checkShape, readFeatures, shapesOf } from "./parse-features.ts";
import { readLate } from "./parse-late.ts";
import type { GivenBaseline, GivenSeries } from "./test-file.ts";

const SETTINGS = [
  "series",
  "every",
  "favourable",
  "label_delay",
  "review_delay",
  "acknowledged_after",
  "resolved_after",
  "features",
  "baseline",
  "declared",
  "late_batch",
];

/** Reads `given`: one series or a list of them. Null where something is wrong, which the report says. */
export function parseGiven(
  tree: Tree,
  of: { readonly text: string; readonly zones: Zones },
  report: Report,
): readonly GivenSeries[] | null {
  const items = tree.kind === "list" ? tree.items : [tree];
  const series = items.map((item) => parseSeries(item, of, report));
  if (!series.every((each) => each !== null)) return null;
  const records = series.reduce((sum, each) => sum + recordsIn(each), 0);
  if (records > RECORDS_MAX) {
    const message = `the series make ${records} records, and a test holds at most ${RECORDS_MAX}`;
    report.error(tree.at, "too-large", message, "take fewer a step, or simulate");
    return null;
  }
  return series;
}

function parseSeries(
  tree: Tree,
  { text, zones }: { readonly text: string; readonly zones: Zones },
  report: Report,
): GivenSeries | null {
  const before = report.errors();
  const families =
    tree.kind === "table" ? tree.entries.map(({ key }) => key).filter(isOfFamily) : [];
  const keys = [...SETTINGS, ...Object.keys(NUMBERS), ...Object.keys(NAMES), ...families];
  const fields = openTable(tree, { name: "a given series", keys }, report);
  if (fields === undefined || tree.kind !== "table") return null;
  const why = "which system it is, e.g. series: { system: credit, model_version: v7 }";
  const place = required(fields, { key: "series", why }, readPlace, report);
  const everyMs = optional(fields, "every", readDuration(1000), report) ?? 3_600_000;
  const late = optional(fields, "late_batch", readLate, report) ?? [];
  const features = optional(fields, "features", readFeatures, report) ?? {};
  const { values, steps } = readValues(tree, report);
  for (const [name, shape] of Object.entries(shapesOf(values, features))) {
    checkShape(name, shape, values, tree, report);
  }
  const named = Object.keys(shapesOf(values, features)).length > 0;
  const baseline: GivenBaseline =
    optional(fields, "baseline", readBaseline, report) ??
    (named ? { kind: "stated", rows: BASELINE_ROWS, rates: {} } : { kind: "none" });
  const declared = optional(fields, "declared", readDeclaration(zones), report) ?? null;
  if (place === undefined || report.errors() > before) return null;
  return {
    line: lineOf(text, tree.at),
    ...place.of,
    everyMs,
    steps,
    values,
    favourable: optional(fields, "favourable", readText, report) ?? "yes",
    labelDelayMs: optional(fields, "label_delay", readDuration(0), report) ?? 0,
    reviewDelayMs: optional(fields, "review_delay", readDuration(0), report) ?? 0,
    acknowledgedAfterMs: optional(fields, "acknowledged_after", readDuration(0), report) ?? null,
    resolvedAfterMs: optional(fields, "resolved_after", readDuration(0), report) ?? null,
    features: shapesOf(values, features),
    baseline,
    declared: declarationOf(place.riskTier, declared),
    late,
  };
}

function readPlace(
  tree: Tree,
  _key: string,
  report: Report,
):
  | {
      readonly of: Pick<
        GivenSeries,
        "system" | "modelVersion" | "environment" | "segment" | "control"
      >;
      readonly riskTier: RiskTier | null;
    }
  | undefined {
  const segments =
    tree.kind === "table"
      ? tree.entries.map(({ key }) => key).filter((key) => /^segment\.\S+$/.test(key))
      : [];
  const keys = ["system", "model_version", "environment", "risk_tier", "control", ...segments];
  const fields = openTable(tree, { name: "series", keys }, report);
  if (fields === undefined) return undefined;
  const system = required(
    fields,
    { key: "system", why: "whose records these are" },
    readText,
    report,
  );
  const segment = segments.map((key) => [
    key.slice("segment.".length),
    optional(fields, key, readText, report) ?? "",
  ]);
  if (system === undefined) return undefined;
  return {
    of: {
      system,
      modelVersion: optional(fields, "model_version", readText, report) ?? "v1",
      environment: optional(fields, "environment", readText, report) ?? "production",
      control: optional(fields, "control", readText, report) ?? null,
      segment: Object.fromEntries(segment),
    },
    riskTier: optional(fields, "risk_tier", readChoice(TIERS), report) ?? null,
  };
}

/** Every list has as many steps as the longest; one value alone holds in all of them. */
function readValues(tree: Table, report: Report): Pick<GivenSeries, "values" | "steps"> {
  const read = tree.entries.flatMap(({ key, value }) => {
    const isName = Object.hasOwn(NAMES, key);
    if (!isName && !Object.hasOwn(NUMBERS, key) && !isOfFamily(key)) return [];
    const expanded = expandedOf(value, isName);
    if (expanded.kind !== "wrong") return [{ key, at: value.at, expanded }];
    report.error(value.at, "bad-value", `${key}: ${expanded.message}`);
    return [];
  });
  const lengths = read.map(({ expanded }) =>
    expanded.kind === "values" ? expanded.values.length : 0,
  );
  const steps = Math.max(read.length > 0 ? 1 : 0, ...lengths);
  const values = read.map(({ key, at, expanded }): readonly [string, readonly StepValue[]] => {
    const name = key === "predictions" ? "decisions" : key;
    if (expanded.kind === "constant")
      return [name, new Array<StepValue>(steps).fill(expanded.value)];
    const { length } = expanded.values;
    if (length !== steps) {
      const missing = `add _x${steps - length} for steps without data`;
      const message = `${key} has ${length} steps, and the longest series here ${steps}; ${missing}`;
      report.error(at, "uneven", message);
    }
    return [name, expanded.values];
  });
  for (const { key, at, expanded } of read) checkShare(key, at, expanded, report);
  return { steps, values: Object.fromEntries(values) };
}

function expandedOf(tree: Tree, isName: boolean): Expanded {
  const items = tree.kind === "list" ? tree.items : [tree];
  const texts = items.map((item) =>
    item.kind !== "scalar"
      ? ""
      : isName && typeof item.value === "string"
        ? item.value.trim()
        : item.source,
  );
  if (texts.some((text) => text === "")) {
    return { kind: "wrong", message: "it is a series such as 0.05x72 0.10x48" };
  }
  return isName ? expandNames(texts) : expandNumbers(texts.join(" "));
}

const SHARES =
  /(_rate|_coverage|accuracy|recall|^score)$|^(missing|new_category|out_of_range|stuck|label|check|checked)\./;
const SIGNED = /^(shift|scale|fact)\.|^(value|bias)$/;

function checkShare(key: string, at: number, expanded: Expanded, report: Report): void {
  if (expanded.kind === "wrong") return;
  const all = expanded.kind === "constant" ? [expanded.value] : expanded.values;
  const numbers = all.filter((value) => typeof value === "number");
  if (SHARES.test(key) && numbers.some((value) => value < 0 || value > 1)) {
    report.error(at, "bad-value", `${key} is a share between 0 and 1, such as 0.05x72 or 5%x72`);
  } else if (!SIGNED.test(key) && numbers.some((value) => value < 0)) {
    report.error(at, "bad-value", `${key} cannot be below 0`);
  }
}

/** Records that a series makes, but for what is about its predictions. */
function recordsIn({ values, late, steps }: GivenSeries): number {
  const given = ["decisions", "heartbeat", "concerns"].flatMap((key) => values[key] ?? []);
  const numbers = given.map((value) => (typeof value === "number" ? value : 0));
  const further = late.map(({ decisions }) => (decisions ?? 0) * steps);
  return [...numbers, ...further].reduce((sum, value) => sum + value, 0);
}

/** Each may have a truth, a decision and scores: a gigabyte in memory, and a minute to go through. */
const RECORDS_MAX = 400_000;
