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

/** What a baseline says of the rows that it was made of: everything but whose it is and what it is called. */
export type Distributions = Pick<Baseline, "rows" | "features" | "derived">;

/**
 * The distributions of columns of values: features by name, one value a row.
 *
 * A column whose present values are all numbers is numeric; any other, and one without a present
 * value, is categorical, its values taken as text. `texts` and `embeddings` become features derived
 * from them, `NAME:length` and so on; throws where a column has such a name already. With `times`
 * (Unix milliseconds, one a row) counts are kept by hour of the week too. `rows` is the longest column.
 * O(n log n) a column.
 */
export function distributionsOf(of: {
  readonly columns: Readonly<Record<string, readonly ColumnValue[]>>;
  readonly texts?: Readonly<Record<string, readonly (string | null)[]>>;
  readonly embeddings?: Readonly<Record<string, readonly (ArrayLike<number> | null)[]>>;
  readonly times?: readonly number[];
}): Distributions {
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
  return {
    rows: columns.reduce((rows, values) => Math.max(rows, values.length), 0),
    features: Object.fromEntries(features),
    ...(derived.size > 0 ? { derived: Object.fromEntries(derived) } : {}),
  };
}

type Columns = Parameters<typeof distributionsOf>[0];
type Named = Pick<Baseline, "system" | "name" | "version" | "createdMs" | "origin"> &
  Partial<Pick<Baseline, "seasonal" | "scores" | "outputs" | "rates">>;

/**
 * A baseline from columns of values; see `distributionsOf`. `seasonal` says that windows are compared
 * with the same hours of the week. `hash` is SHA-256 in hex over text.
 */
export function createBaseline(of: Named & Columns, hash: (text: string) => string): Baseline {
  return sealBaseline(of, distributionsOf(of), hash);
}

/** A baseline of distributions that were made before, under its digest. */
export function sealBaseline(
  of: Named,
  { rows, features, derived }: Distributions,
  hash: (text: string) => string,
): Baseline {
  const content = {
    system: of.system,
    name: of.name,
    version: of.version,
    createdMs: of.createdMs,
    origin: of.origin,
    rows,
    features,
    ...(derived === undefined ? {} : { derived }),
    ...(of.seasonal === undefined ? {} : { seasonal: of.seasonal }),
    ...(of.scores === undefined ? {} : { scores: of.scores }),
    ...(of.outputs === undefined ? {} : { outputs: of.outputs }),
    rates: of.rates ?? {},
  };
  return { digest: hash(canonicalJson(content)), ...content };
}

/**
 * The reference distribution of one column; see `distributionsOf` for what makes it numeric. With the
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
