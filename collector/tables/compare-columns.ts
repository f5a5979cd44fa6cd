import {
  chiSquaredTwoSample,
  cramersV,
  hellinger,
  jensenShannon,
  kolmogorovSmirnovSamples,
  kolmogorovTail,
  populationStability,
  totalVariation,
  wassersteinSamples,
} from "@tiltmeter/rules";
import { categoryBins } from "./category-bins.ts";
import type { NumberColumn, TableColumn, TextColumn } from "./column-builder.ts";
import { type CountedBins, countBelow, countNumbers, decileBins } from "./decile-bins.ts";
import { type DriftLimits, type Judged, judged } from "./drift-verdict.ts";
import { notAFeature } from "./not-a-feature.ts";
import { sameKind } from "./same-kind.ts";

/** One bin of both samples, and what it adds to the population stability index. */
export interface BinDrift {
  readonly bin: string;
  readonly reference: number;
  readonly current: number;
  readonly contribution: number;
}

/** How often something that the reference does not know stands in the current column. */
export interface Unseen {
  readonly count: number;
  /** Of the current column's values. */
  readonly rate: number;
}

/** How far one column stands from the reference's of the same name; null where a side has no value. */
export interface ColumnDrift extends Judged {
  readonly kind: "numeric" | "categorical";
  /** Values of the reference and of the current column, without missing ones. */
  readonly n: number;
  readonly m: number;
  /** Bins that hold a value on either side. */
  readonly bins: number;
  /** Jeffreys-smoothed, with its one-sided 95 % bounds. */
  readonly psi: number | null;
  readonly psiDebiased: number | null;
  readonly psiLower: number | null;
  readonly psiUpper: number | null;
  /** In the bins, without smoothing. */
  readonly jensenShannon: number | null;
  readonly hellinger: number | null;
  readonly totalVariation: number | null;
  /** Of the values themselves; p by Stephens' form. Null for categories. */
  readonly kolmogorovSmirnov: { readonly d: number; readonly p: number } | null;
  /** In the unit of the values; null for categories and where a value is infinite. */
  readonly wasserstein: number | null;
  /** In interquartile ranges of the reference; null where that is 0. */
  readonly wassersteinNormalised: number | null;
  readonly chiSquared: {
    readonly statistic: number;
    readonly p: number;
    readonly degrees: number;
  } | null;
  readonly cramersV: number | null;
  /** Null for numbers. */
  readonly newCategories: Unseen | null;
  /** Numbers below the reference's smallest or above its largest. Null for categories. */
  readonly outOfRange: Unseen | null;
  /** Rows without a value. */
  readonly missing: { readonly reference: number; readonly current: number };
  /** The smallest shift of the index that these sample sizes could show. */
  readonly smallestDetectable: number | null;
  /** What the reader should know of the column; null where nothing. */
  readonly note: string | null;
  readonly histogram: readonly BinDrift[];
}

/**
 * Every distance between two columns, and a verdict.
 *
 * Numbers: deciles of the reference for PSI, Jensen–Shannon and Hellinger; the values themselves for
 * Kolmogorov–Smirnov and Wasserstein. Texts: categories. O(n log n), one sort a side.
 */
export function compareColumns(of: {
  readonly name: string;
  readonly reference: TableColumn;
  readonly current: TableColumn;
  readonly limits: DriftLimits;
}): ColumnDrift {
  const { name, limits } = of;
  const { pair, note } = sameKind(of.reference, of.current);
  const counted = pair.kind === "numeric" ? numeric(pair) : categorical(pair);
  const { bins, unseen, sorted } = counted;
  const n = totalOf(bins.reference);
  const m = totalOf(bins.current);
  const distances = n === 0 || m === 0 ? null : distancesOf(bins, limits.confidence);
  const missing = {
    reference: rowsOf(pair.reference) - n,
    current: rowsOf(pair.current) - m,
  };
  const foreign = notAFeature(name, pair, sorted?.reference ?? null);
  const index = distances?.index ?? null;
  const smallestDetectable = index === null ? null : (4 * (index.bins - 1)) / index.harmonic;
  return {
    kind: pair.kind,
    n,
    m,
    bins: index?.bins ?? 0,
    psi: index?.value ?? null,
    psiDebiased: index?.debiased ?? null,
    psiLower: index?.lower ?? null,
    psiUpper: index?.upper ?? null,
    jensenShannon: distances?.jensenShannon ?? null,
    hellinger: distances?.hellinger ?? null,
    totalVariation: distances?.totalVariation ?? null,
    ...(sorted === null || distances === null ? NO_SAMPLES : ofSamples(sorted)),
    chiSquared: distances?.chiSquared ?? null,
    cramersV: distances?.cramersV ?? null,
    newCategories: pair.kind === "categorical" ? rated(unseen.count, m) : null,
    outOfRange: pair.kind === "numeric" ? rated(unseen.count, m) : null,
    missing,
    smallestDetectable,
    ...judged({ n, m, index, smallestDetectable, missing, unseen, foreign }, limits),
    note: foreign ?? note,
    histogram: bins.labels
      .map((bin, i) => ({
        bin,
        reference: bins.reference[i] ?? 0,
        current: bins.current[i] ?? 0,
        contribution: index?.contributions[i] ?? 0,
      }))
      .filter(({ reference, current }) => reference + current > 0),
  };
}

interface Samples {
  readonly reference: Float64Array;
  readonly current: Float64Array;
}

interface Counted {
  readonly bins: CountedBins;
  readonly unseen: {
    readonly what: string;
    readonly count: number;
    readonly expected: number;
  };
  /** Ascending; null for categories. */
  readonly sorted: Samples | null;
}

function numeric(pair: {
  readonly reference: NumberColumn;
  readonly current: NumberColumn;
}): Counted {
  const sorted = { reference: ascending(pair.reference), current: ascending(pair.current) };
  const { reference, current } = sorted;
  const largest = reference.at(-1) ?? Infinity;
  let above = 0;
  while (above < current.length && (current.at(-1 - above) ?? 0) > largest) above++;
  const below = countBelow(current, reference[0] ?? -Infinity);
  return {
    bins: decileBins(reference, current),
    unseen: {
      what: "outside the reference's range",
      count: below + above,
      // Another sample of the reference would leave its range about this often.
      expected: 2 / (reference.length + 1),
    },
    sorted,
  };
}

function categorical(pair: {
  readonly reference: TextColumn;
  readonly current: TextColumn;
}): Counted {
  const bins = categoryBins(pair.reference, pair.current);
  const example =
    bins.newest === null ? "" : `, such as ${JSON.stringify(bins.newest.slice(0, 40))}`;
  return {
    bins,
    unseen: {
      what: `in categories that the reference never had${example}`,
      count: bins.newValues,
      expected: bins.newExpected,
    },
    sorted: null,
  };
}

function ascending(column: NumberColumn): Float64Array {
  const sorted = column.values.slice().sort();
  return sorted.subarray(0, countNumbers(sorted));
}

function distancesOf(bins: CountedBins, confidence: number) {
  const pair = { baseline: bins.reference, current: bins.current };
  const chi = chiSquaredTwoSample(pair);
  return {
    index: populationStability({ ...pair, confidence }),
    jensenShannon: jensenShannon(pair).distance,
    hellinger: hellinger(pair).distance,
    totalVariation: totalVariation({ ...pair, confidence }).distance,
    chiSquared: { statistic: chi.statistic, p: chi.pValue, degrees: chi.freedom },
    cramersV: cramersV(pair),
  };
}

const NO_SAMPLES = { kolmogorovSmirnov: null, wasserstein: null, wassersteinNormalised: null };

function ofSamples({ reference, current }: Samples) {
  const pair = { baseline: reference, current };
  const d = kolmogorovSmirnovSamples(pair).distance;
  const root = Math.sqrt((reference.length * current.length) / (reference.length + current.length));
  const kolmogorovSmirnov = { d, p: kolmogorovTail((root + 0.12 + 0.11 / root) * d) };
  const isBounded = [reference, current].every(
    (sorted) => Number.isFinite(sorted[0]) && Number.isFinite(sorted.at(-1)),
  );
  if (!isBounded) return { ...NO_SAMPLES, kolmogorovSmirnov };
  const wasserstein = wassersteinSamples(pair);
  const range = quantile(reference, 0.75) - quantile(reference, 0.25);
  return {
    kolmogorovSmirnov,
    wasserstein,
    wassersteinNormalised: range > 0 ? wasserstein / range : null,
  };
}

/** Interpolated between neighbours: R type 7, NumPy's default. */
function quantile(sorted: Float64Array, probability: number): number {
  const at = probability * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? 0;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}

function rated(count: number, of: number): Unseen {
  return { count, rate: of === 0 ? 0 : count / of };
}

function rowsOf(column: TableColumn): number {
  return column.kind === "numbers" ? column.values.length : column.codes.length;
}

function totalOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
