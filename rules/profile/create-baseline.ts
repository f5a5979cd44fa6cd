import { canonicalJson } from "../canonical-json.ts";
import type { Baseline, CategoricalBaseline, NumericBaseline } from "./baseline.ts";
import { cellOf } from "./cell-of.ts";

/** One value of a column: a missing one is null, undefined or NaN. */
export type ColumnValue = number | string | boolean | null | undefined;

const CELLS = 200;
const CATEGORIES_MAX = 100;

/**
 * A baseline from columns of values: features by name, one value a row.
 *
 * A column whose present values are all numbers is numeric; any other, and one without a present
 * value, is categorical, its values taken as text. `rows` is the longest column. `hash` is SHA-256
 * in hex over text. O(n log n) a column.
 */
export function createBaseline(
  of: {
    readonly system: string;
    readonly name: string;
    readonly version: number;
    readonly createdMs: number;
    readonly origin: string;
    readonly columns: Readonly<Record<string, readonly ColumnValue[]>>;
    readonly rates?: Baseline["rates"];
    /** From `countScores`, or the `pairs` of the scores of a past window. */
    readonly scores?: Baseline["scores"];
  },
  hash: (text: string) => string,
): Baseline {
  const columns = Object.entries(of.columns);
  const content = {
    system: of.system,
    name: of.name,
    version: of.version,
    createdMs: of.createdMs,
    origin: of.origin,
    rows: columns.reduce((rows, [, values]) => Math.max(rows, values.length), 0),
    features: Object.fromEntries(columns.map(([name, values]) => [name, profileColumn(values)])),
    rates: of.rates ?? {},
    ...(of.scores === undefined ? {} : { scores: of.scores }),
  };
  return { digest: hash(canonicalJson(content)), ...content };
}

/** The reference distribution of one column. See `createBaseline` for what makes it numeric. */
export function profileColumn(
  values: readonly ColumnValue[],
): NumericBaseline | CategoricalBaseline {
  const present = values.filter((value) => !isMissing(value));
  const numbers = present.filter((value) => typeof value === "number");
  const missing = values.length - present.length;
  return numbers.length === present.length && numbers.length > 0
    ? numeric(numbers, missing)
    : categorical(present.map(String), missing);
}

function isMissing(value: ColumnValue): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}

function numeric(values: readonly number[], missing: number): NumericBaseline {
  const sorted = Float64Array.from(values).sort();
  const smallest = sorted[0] ?? 0;
  const quantileEdges = (parts: number): number[] => {
    const edges: number[] = [];
    for (let k = 1; k < parts; k++) {
      // Inverted CDF: the smallest value with at least k/parts of the sample at or below it.
      // `+ 0` turns −0 into 0, which JSON could not tell apart.
      const edge = (sorted[Math.ceil((k * sorted.length) / parts) - 1] ?? 0) + 0;
      if (Number.isFinite(edge) && edge !== edges.at(-1)) edges.push(edge);
    }
    // Where the smallest value is an atom, what falls below it later needs a cell of its own:
    // a constant column would otherwise hide every fall.
    if (edges[0] === smallest && smallest > -Number.MAX_VALUE) {
      edges.unshift(nextBelow(smallest));
    }
    return edges;
  };
  const deciles = quantileEdges(10);
  const edges = [...new Set([...quantileEdges(CELLS), ...deciles])].sort((a, b) => a - b);
  const empty: NumericBaseline = { kind: "numeric", edges, deciles, counts: [], missing };
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (const value of values) {
    const cell = cellOf(empty, value);
    if (cell !== null) counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return { ...empty, counts };
}

/** The largest double below a finite one. */
function nextBelow(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  const bits = new BigInt64Array(1);
  const double = new Float64Array(bits.buffer);
  double[0] = value;
  bits[0] = (bits[0] ?? 0n) + (value > 0 ? -1n : 1n);
  return double[0] ?? value;
}

function categorical(values: readonly string[], missing: number): CategoricalBaseline {
  const frequency = new Map<string, number>();
  for (const value of values) frequency.set(value, (frequency.get(value) ?? 0) + 1);
  const ranked = [...frequency].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const kept = ranked.slice(0, CATEGORIES_MAX);
  const other = ranked.slice(CATEGORIES_MAX).reduce((sum, [, count]) => sum + count, 0);
  return {
    kind: "categorical",
    categories: kept.map(([category]) => category),
    counts: [...kept.map(([, count]) => count), other],
    missing,
  };
}
