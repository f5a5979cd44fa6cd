import type { Baseline, FeatureBaseline } from "@tiltmeter/rules";
import type { Parameters } from "../engine/parameters.ts";

/** Cells of values that have none. Stored: these numbers never change their meaning. */
export const NOT_A_NUMBER = -1;
export const WRONG_TYPE = -2;

/** The cell of a code, and the magnitude: −1 for what is not a finite number. */
export function decoded(code: number): { readonly cell: number; readonly magnitude: number } {
  return { cell: Math.floor(code / 65_536) - 3, magnitude: (code % 65_536) - 1 };
}

/**
 * Counts what predictions carry of a baseline's features, by the engine: a query that answers rows
 * `keys, name, code, n, low, high`. low and high are those of the code, and mean something where it
 * has a magnitude.
 *
 * One pass over the numbers and one over the texts, with as many branches as there are features. A
 * value of the wrong kind counts where there is none of the right one.
 */
export function featureValues(
  baseline: Baseline,
  of: {
    /** A table with `keys` and the columns `num` and `cat` of `features_v1`. */
    readonly source: string;
    readonly keys: string;
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
  // Without numeric features nothing may ask for them: the engine sees that no name is in an empty
  // list, but not at every step of a query, and then its columns do not fit together.
  const isNumeric = names("numeric").length > 0;
  const cells = {
    num: isNumeric
      ? `if(${isOf("numeric")} AND isNaN(value), toInt32(${NOT_A_NUMBER}), ${cellOf("numeric")})`
      : cellOf("numeric"),
    cat: cellOf("categorical"),
  };
  const magnitudes = {
    // −0 + 0 is 0: one number, one magnitude.
    num: isNumeric
      ? `if(${isOf("numeric")} AND isFinite(value), toInt32(bitShiftRight(reinterpretAsUInt64(value + 0.), 49)), -1)`
      : "-1",
    cat: "-1",
  };
  const extremes = {
    num: "toNullable(min(value + 0.)) AS low, toNullable(max(value + 0.)) AS high",
    cat: `${NO_NUMBER} AS low, ${NO_NUMBER} AS high`,
  };
  const wanted = {
    num: `${isOf("numeric")} OR ${isOf("sums")} OR (${isOf("categorical")} AND NOT mapContains(cat, name))`,
    cat: `${isOf("categorical")} OR ((${isOf("numeric")} OR ${isOf("sums")}) AND NOT mapContains(num, name))`,
  };
  const pass = (kind: "num" | "cat"): string =>
    `SELECT ${of.keys}, name, toUInt32((${cells[kind]} + 3) * 65536 + ${magnitudes[kind]} + 1) AS code,
       count() AS n, ${extremes[kind]}
     FROM ${of.source} ARRAY JOIN mapKeys(${kind}) AS name, mapValues(${kind}) AS value
     WHERE ${wanted[kind]} GROUP BY ${of.keys}, name, code`;
  return {
    sql: `${pass("num")} UNION ALL ${pass("cat")}`,
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

const NO_NUMBER = "CAST(NULL, 'Nullable(Float64)')";

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
