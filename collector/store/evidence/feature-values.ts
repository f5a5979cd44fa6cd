import type { Baseline, FeatureBaseline } from "@tiltmeter/rules";
import type { Parameters } from "../engine/parameters.ts";

/** Cells of values that have none. These numbers are stored: they never change their meaning. */
export const NOT_A_NUMBER = -1;
export const WRONG_TYPE = -2;
/** Of what is not a finite number. */
const NO_MAGNITUDE = -1;

/**
 * Counts what predictions carry of a baseline's features, by the engine: a query that answers rows
 * `keys, name, cell, magnitude, n, low, high`.
 *
 * One pass over the numbers and one over the texts, with as many branches as there are features. A
 * value of the wrong kind counts where there is none of the right one.
 */
export function featureValues(
  baseline: Baseline,
  of: {
    /** Expressions for `keys` and conditions, over `features_v1`. */
    readonly columns: string;
    readonly keys: string;
    readonly where: string;
  },
): { readonly sql: string; readonly parameters: Parameters } {
  const features = Object.entries(baseline.features);
  const names = (kind: FeatureBaseline["kind"]): string[] =>
    features.flatMap(([name, feature]) => (feature.kind === kind ? [name] : []));
  const lookups = features.map(([name, feature], i) => ({ name, ...lookupOf(feature, i) }));
  const cellOf = (kind: "numeric" | "categorical"): string => {
    const branches = lookups.flatMap((lookup, i) =>
      lookup.kind === kind ? [`name = {name${i}:String}, ${lookup.cell}`] : [],
    );
    return branches.length === 0
      ? `toInt32(${WRONG_TYPE})`
      : `multiIf(${branches.join(", ")}, toInt32(${WRONG_TYPE}))`;
  };
  const pass = (column: "num" | "cat", counted: string, where: string): string =>
    `SELECT ${of.columns}, name, ${counted}
     FROM features_v1 ARRAY JOIN mapKeys(${column}) AS name, mapValues(${column}) AS value
     WHERE ${of.where} AND (${where}) GROUP BY ${of.keys}, name, cell, magnitude`;
  const finite = `${isOf("numeric")} AND isFinite(value)`;
  const numbers = pass(
    "num",
    // −0 + 0 is 0: one number, one magnitude.
    `if(${isOf("numeric")} AND isNaN(value), toInt32(${NOT_A_NUMBER}), ${cellOf("numeric")}) AS cell,
     if(${finite}, toInt32(bitShiftRight(reinterpretAsUInt64(value + 0.), 49)), toInt32(${NO_MAGNITUDE})) AS magnitude,
     count() AS n, minOrNullIf(value + 0., ${finite}) AS low, maxOrNullIf(value + 0., ${finite}) AS high`,
    `${isOf("numeric")} OR ${isOf("sums")} OR (${isOf("categorical")} AND NOT mapContains(cat, name))`,
  );
  const texts = pass(
    "cat",
    `${cellOf("categorical")} AS cell, toInt32(${NO_MAGNITUDE}) AS magnitude, count() AS n,
     CAST(NULL, 'Nullable(Float64)') AS low, CAST(NULL, 'Nullable(Float64)') AS high`,
    `${isOf("categorical")} OR ((${isOf("numeric")} OR ${isOf("sums")}) AND NOT mapContains(num, name))`,
  );
  return {
    sql: `${numbers} UNION ALL ${texts}`,
    parameters: {
      numeric: names("numeric"),
      categorical: names("categorical"),
      sums: names("sums"),
      ...Object.fromEntries(
        lookups.flatMap(({ name, bound }, i) => [[`name${i}`, name], ...bound]),
      ),
    },
  };
}

function isOf(kind: FeatureBaseline["kind"]): string {
  return `name IN {${kind}:Array(String)}`;
}

/** The expression for the cell of `value`, with the values that it names. */
function lookupOf(
  feature: FeatureBaseline,
  i: number,
): {
  readonly kind: FeatureBaseline["kind"];
  readonly cell: string;
  readonly bound: (readonly [string, Parameters[string]])[];
} {
  const { kind } = feature;
  if (feature.kind === "sums") return { kind, cell: "", bound: [] };
  if (feature.kind === "numeric") {
    // Cell i holds (edges[i−1], edges[i]], so a value's cell is the first edge that is not below it. The
    // engine's binary search rounds down to a bound; with signs turned round, that is this edge.
    const { edges } = feature;
    return {
      kind,
      cell: `transform(roundDown(-value, {bounds${i}:Array(Float64)}), {bounds${i}:Array(Float64)}, {cells${i}:Array(Int32)}, toInt32(0))`,
      bound: [
        [`bounds${i}`, [-Infinity, ...edges.map((edge) => 0 - edge).reverse()]],
        [`cells${i}`, [edges.length, ...edges.map((_, cell) => cell).reverse()]],
      ],
    };
  }
  const { categories, rare = [] } = feature;
  const known = [...categories, ...rare];
  const other = feature.rare === undefined ? categories.length : categories.length + 1;
  if (known.length === 0)
    return { kind, cell: `toInt32({other${i}:Int32})`, bound: [[`other${i}`, other]] };
  return {
    kind,
    cell: `transform(toString(value), {known${i}:Array(String)}, {cells${i}:Array(Int32)}, toInt32({other${i}:Int32}))`,
    bound: [
      [`known${i}`, known],
      [`cells${i}`, known.map((_, cell) => Math.min(cell, categories.length))],
      [`other${i}`, other],
    ],
  };
}
