import { canonicalJson } from "../canonical-json.ts";
import type {
  Baseline,
  CategoricalBaseline,
  Derived,
  FeatureBaseline,
  NumericBaseline,
} from "./baseline.ts";
import { categoricalBaseline } from "./categorical-baseline.ts";
import type { ColumnValue } from "./column-value.ts";
import { columnCell } from "./count-column.ts";
import { embeddingBaseline } from "./embedding-baseline.ts";
import { hourlyCounts } from "./hour-of-week.ts";
import { numericBaseline } from "./numeric-baseline.ts";
import { textBaseline } from "./text-baseline.ts";

/**
 * A baseline from columns of values: features by name, one value a row.
 *
 * A column whose present values are all numbers is numeric; any other, and one without a present
 * value, is categorical, its values taken as text. `texts` and `embeddings` become features derived
 * from them, `NAME:length` and so on; throws where a column has such a name already. With `times`
 * (Unix milliseconds, one a row) counts are kept by hour of the week too, and `seasonal` says that
 * windows are compared with those. `rows` is the longest column. `hash` is SHA-256 in hex over text.
 * O(n log n) a column.
 */
export function createBaseline(
  of: {
    readonly system: string;
    readonly name: string;
    readonly version: number;
    readonly createdMs: number;
    readonly origin: string;
    readonly columns: Readonly<Record<string, readonly ColumnValue[]>>;
    readonly texts?: Readonly<Record<string, readonly (string | null)[]>>;
    readonly embeddings?: Readonly<Record<string, readonly (ArrayLike<number> | null)[]>>;
    readonly times?: readonly number[];
    readonly seasonal?: "hour_of_week";
    readonly scores?: NonNullable<Baseline["scores"]>;
    readonly rates?: Baseline["rates"];
  },
  hash: (text: string) => string,
): Baseline {
  const features = new Map<string, FeatureBaseline>();
  const derived = new Map<string, Derived>();
  const add = (name: string, feature: FeatureBaseline): void => {
    if (features.has(name)) throw new Error(`two features are named ${name}: rename the column`);
    features.set(name, feature);
  };
  for (const [name, values] of Object.entries(of.columns)) {
    add(name, profileColumn(values, of.times));
  }
  for (const [name, values] of Object.entries(of.texts ?? {})) {
    derived.set(name, { kind: "text" });
    for (const [own, feature] of textBaseline(name, values)) add(own, feature);
  }
  for (const [name, values] of Object.entries(of.embeddings ?? {})) {
    const found = embeddingBaseline(name, values);
    derived.set(name, found.recipe);
    for (const [own, feature] of found.features) add(own, feature);
  }
  const columns = [of.columns, of.texts ?? {}, of.embeddings ?? {}].flatMap((kind) =>
    Object.values<readonly unknown[]>(kind),
  );
  const content = {
    system: of.system,
    name: of.name,
    version: of.version,
    createdMs: of.createdMs,
    origin: of.origin,
    rows: columns.reduce((rows, values) => Math.max(rows, values.length), 0),
    features: Object.fromEntries(features),
    ...(derived.size > 0 ? { derived: Object.fromEntries(derived) } : {}),
    ...(of.seasonal === undefined ? {} : { seasonal: of.seasonal }),
    ...(of.scores === undefined ? {} : { scores: of.scores }),
    rates: of.rates ?? {},
  };
  return { digest: hash(canonicalJson(content)), ...content };
}

/**
 * The reference distribution of one column; see `createBaseline` for what makes it numeric. With the
 * times of its rows, by hour of the week too.
 */
export function profileColumn(
  values: readonly ColumnValue[],
  times?: readonly number[],
): NumericBaseline | CategoricalBaseline {
  const present = values.filter((value) => !isMissing(value));
  const numbers = present.filter((value) => typeof value === "number");
  const missing = values.length - present.length;
  const feature =
    numbers.length === present.length && numbers.length > 0
      ? numericBaseline(numbers, missing)
      : categoricalBaseline(present.map(String), missing);
  if (times === undefined) return feature;
  const cells = values.map((value) => columnCell(feature, value));
  return { ...feature, hourly: hourlyCounts(cells, times) };
}

function isMissing(value: ColumnValue): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}
