import type { RiskTier } from "../control/control.ts";
import { INVENTORY_LISTS } from "../control/control.ts";
import type { Table, Tree } from "../control/document.ts";
import {
  describe,
  numberOf,
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
} from "../control/fields.ts";
import type { Report } from "../control/finding.ts";
import { durationMs } from "../control/quantity.ts";
import { readCalendar, type Zones } from "../inventory/parse-calendar.ts";
import { isOfFamily, NAMES, NUMBERS } from "./given-keys.ts";
import { lineOf } from "./line-of.ts";
import { type Expanded, expandNames, expandNumbers, type StepValue } from "./notation.ts";
import { signedDurationMs } from "./signed-duration.ts";
import type {
  Declaration,
  FeatureShape,
  GivenBaseline,
  GivenSeries,
  LateBatch,
} from "./test-file.ts";

const TIERS: readonly RiskTier[] = ["high", "limited", "minimal"];
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
  return series.every((each) => each !== null) ? series : null;
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
  if (key === "decisions" || key === "predictions") {
    const total = numbers.reduce((sum, value) => sum + value, 0);
    if (total > RECORDS_MAX) {
      const message = `${key} adds up to ${total}, and a test holds at most ${RECORDS_MAX} records; take fewer a step, or simulate`;
      report.error(at, "too-large", message);
    }
  }
}

/** The stated shapes, and a standard normal one for every feature that is only named. */
function shapesOf(
  values: GivenSeries["values"],
  stated: Readonly<Record<string, FeatureShape>>,
): Readonly<Record<string, FeatureShape>> {
  const named = Object.keys(values).flatMap((key) => {
    const match = /^(shift|scale|missing|new_category|out_of_range|stuck)\.(.+)$/.exec(key);
    return match?.[2] === undefined ? [] : [match[2]];
  });
  const plain = named.map((name) => [name, { kind: "numeric", mean: 0, sd: 1 } as const]);
  return { ...Object.fromEntries(plain), ...stated };
}

function checkShape(
  name: string,
  shape: FeatureShape,
  values: GivenSeries["values"],
  tree: Tree,
  report: Report,
): void {
  const wrong = (key: string, rule: string): void => {
    if (values[`${key}.${name}`] === undefined) return;
    report.error(tree.at, "bad-value", `${key}.${name}: ${rule}`);
  };
  if (shape.kind === "numeric") {
    wrong("new_category", `${name} is numeric; give it categories under features`);
  } else {
    wrong("out_of_range", `${name} has categories; write new_category.${name}`);
    wrong("scale", `${name} has categories, which nothing scales`);
  }
}

function readFeatures(
  tree: Tree,
  key: string,
  report: Report,
): Readonly<Record<string, FeatureShape>> | undefined {
  if (tree.kind !== "table") {
    const message = `${key} is a table such as { income: { mean: 50, sd: 10 }, channel: { web: 60%, phone: 40% } }`;
    report.error(tree.at, "bad-value", message);
    return undefined;
  }
  const shapes = tree.entries.map(({ key: name, keyAt, value }) => [
    name,
    readShape(value, name, keyAt, report),
  ]);
  return Object.fromEntries(shapes.filter(([, shape]) => shape !== undefined));
}

function readShape(tree: Tree, name: string, at: number, report: Report): FeatureShape | undefined {
  const entries = tree.kind === "table" ? tree.entries : [];
  const numbers = entries.map(({ key, value }) => [key, numberOf(value)] as const);
  const known = new Map(numbers);
  const [mean, sd] = [known.get("mean"), known.get("sd")];
  if (known.size === 2 && typeof mean === "number" && typeof sd === "number" && sd > 0) {
    return { kind: "numeric", mean, sd };
  }
  const shares = numbers.map(([key, share]) => [key, share ?? -1] as const);
  const total = shares.reduce((sum, [, share]) => sum + share, 0);
  if (shares.length > 1 && shares.every(([, share]) => share >= 0) && Math.abs(total - 1) < 1e-9) {
    return { kind: "categorical", shares: Object.fromEntries(shares) };
  }
  const message = `${name} is { mean: 50, sd: 10 }, or categories whose shares add up to 1 such as { web: 60%, phone: 40% }`;
  report.error(at, "bad-value", message);
  return undefined;
}

const BASELINE_ROWS = 10_000;
/** What one test may hold in memory and go through within seconds. */
export const RECORDS_MAX = 2_000_000;

function readBaseline(tree: Tree, key: string, report: Report): GivenBaseline | undefined {
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
    rows: optional(fields, "rows", readWhole(1, 1_000_000), report) ?? BASELINE_ROWS,
    rates: {
      ...(overrideRate === undefined ? {} : { overrideRate }),
      ...(errorRate === undefined ? {} : { errorRate }),
      ...(accuracy === undefined ? {} : { accuracy }),
    },
  };
}

function readDeclaration(zones: Zones): Reader<Declaration> {
  return (tree, key, report) => {
    const keys = ["risk_tier", "status", "positive_label", "since", "calendar", ...INVENTORY_LISTS];
    const fields = openTable(tree, { name: key, keys }, report);
    if (fields === undefined) return undefined;
    const since = fields.get("since");
    const sinceMs = since?.kind === "scalar" ? signedDurationMs(since.source) : 0;
    if (sinceMs === null || (since !== undefined && since.kind !== "scalar")) {
      const message = "since is a time from the start of the test such as -30d, or 2h";
      report.error(since?.at ?? fields.at, "bad-value", message);
    }
    const lists = INVENTORY_LISTS.flatMap((list) => {
      const names = optional(fields, list, readTexts, report);
      return names === undefined ? [] : [[list, names] as const];
    });
    return {
      riskTier: optional(fields, "risk_tier", readChoice(TIERS), report) ?? null,
      status:
        optional(fields, "status", readChoice(["planned", "live", "retired"]), report) ?? "live",
      positiveLabel: optional(fields, "positive_label", readText, report) ?? null,
      sinceMs: sinceMs ?? 0,
      calendar: optional(fields, "calendar", readCalendar(zones), report) ?? null,
      lists: Object.fromEntries(lists),
    };
  };
}

/** A risk tier beside the system's name declares it, as most tests need no more. */
function declarationOf(
  riskTier: RiskTier | null,
  declared: Declaration | null,
): Declaration | null {
  if (declared !== null) return { ...declared, riskTier: declared.riskTier ?? riskTier };
  if (riskTier === null) return null;
  return { riskTier, status: "live", positiveLabel: null, sinceMs: 0, calendar: null, lists: {} };
}

function readLate(tree: Tree, key: string, report: Report): readonly LateBatch[] | undefined {
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
