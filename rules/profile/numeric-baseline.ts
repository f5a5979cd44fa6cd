import type { Magnitudes, NumericBaseline } from "./baseline.ts";
import { CellSearch } from "./cell-search.ts";
import { magnitudeKey } from "./magnitude.ts";

const CELLS = 200;
/** A value with a cell's share of the mass is a cell of its own, if it came more than once. */
const ATOM_SHARE_MIN = 1 / CELLS;
const DISCRETE_MAX = 50;

/**
 * The reference distribution of numbers: none of them NaN, at least one. `range` where they are only
 * a sample of what was seen: its smallest and largest finite value. O(n log n).
 */
export function numericBaseline(
  values: readonly number[],
  missing: number,
  range?: { readonly min: number; readonly max: number },
): NumericBaseline {
  // `+ 0` turns −0 into 0, which JSON could not tell apart.
  const sorted = Float64Array.from(values, (value) => value + 0).sort();
  const finite = sorted.filter(Number.isFinite);
  const runs = runsOf(finite);
  const min = range?.min ?? finite[0];
  const max = range?.max ?? finite.at(-1);
  const deciles = quantiles(sorted, 10);
  // Where the smallest value is an atom, what falls below it later is a bin of its own: a constant
  // column would otherwise hide every fall.
  if (deciles[0] === min && min !== undefined) addFinite(deciles, nextBelow(min), true);
  const isDiscrete = runs.length <= DISCRETE_MAX;
  const edges = [...quantiles(sorted, CELLS), ...deciles];
  if (min !== undefined && max !== undefined) {
    addFinite(edges, nextBelow(min));
    edges.push(max);
  }
  for (const [value, count] of runs) {
    if (!isDiscrete && (count < 2 || count < ATOM_SHARE_MIN * sorted.length)) continue;
    addFinite(edges, nextBelow(value));
    edges.push(value);
  }
  const ascending = [...new Set(edges)].sort((a, b) => a - b);
  const feature: NumericBaseline = {
    kind: "numeric",
    edges: ascending,
    deciles,
    counts: new Array<number>(ascending.length + 1).fill(0),
    missing,
    ...(isDiscrete && runs.length > 0 ? { discrete: true } : {}),
    magnitudes: magnitudesOf(finite),
    ...(min === undefined || max === undefined ? {} : { min, max }),
  };
  const counts = new Float64Array(feature.counts.length);
  new CellSearch(feature).countNumbers(sorted, counts);
  return { ...feature, counts: Array.from(counts) };
}

/**
 * The finite quantiles at k/parts, ascending, without repeats. Inverted CDF: the smallest value with
 * at least k/parts of the sample at or below it.
 */
function quantiles(sorted: Float64Array, parts: number): number[] {
  const edges: number[] = [];
  for (let k = 1; k < parts; k++) {
    const edge = sorted[Math.ceil((k * sorted.length) / parts) - 1] ?? 0;
    if (Number.isFinite(edge) && edge !== edges.at(-1)) edges.push(edge);
  }
  return edges;
}

/** Every distinct value with its count, of sorted ones. */
function runsOf(sorted: Float64Array): [value: number, count: number][] {
  const runs: [number, number][] = [];
  let last: [number, number] | undefined;
  for (const value of sorted) {
    if (last !== undefined && last[0] === value) last[1] += 1;
    else {
      last = [value, 1];
      runs.push(last);
    }
  }
  return runs;
}

function magnitudesOf(finite: Float64Array): Magnitudes {
  const magnitudes = new Map<number, number>();
  for (const value of finite) {
    const key = magnitudeKey(value);
    magnitudes.set(key, (magnitudes.get(key) ?? 0) + 1);
  }
  return Object.fromEntries([...magnitudes].sort(([a], [b]) => a - b));
}

/** Below the smallest double there is only −Infinity, which is no edge. */
function addFinite(edges: number[], edge: number, isFirst = false): void {
  if (!Number.isFinite(edge)) return;
  if (isFirst) edges.unshift(edge);
  else edges.push(edge);
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
