import type { ColumnValue } from "../profile/column-value.ts";
import { countColumn } from "../profile/count-column.ts";
import { profileColumn } from "../profile/create-baseline.ts";
import { totalOf } from "../statistics/count-pair.ts";
import { kolmogorovSmirnovSamples } from "../statistics/kolmogorov-smirnov-samples.ts";
import { normalisedWassersteinSamples } from "../statistics/wasserstein-samples.ts";
import { type FeatureDistances, featureDistances } from "./feature-distances.ts";

/** How far one column stands from another of the same name, read from the values themselves. */
export interface ComparedColumns {
  readonly kind: "numeric" | "categorical";
  readonly n: number;
  readonly m: number;
  readonly missing: { readonly baseline: number; readonly current: number };
  /** On the baseline column's own cells and bins; null where a side has no value. */
  readonly distances: FeatureDistances | null;
  /** Exact D and p, as SciPy; null for categories. */
  readonly kolmogorovSmirnov: ReturnType<typeof kolmogorovSmirnovSamples> | null;
  /** Exact, winsorised; null for categories and where a value is infinite. */
  readonly wasserstein: ReturnType<typeof normalisedWassersteinSamples> | null;
}

/**
 * Compares two columns of values: the bins are those that a baseline made of the first would have.
 *
 * A column whose present baseline values are all numbers is numeric; what does not fit counts as
 * missing, as in production. Population stability on samples is `distances.populationStability`.
 * O(n log n).
 */
export function compareColumns(of: {
  readonly baseline: readonly ColumnValue[];
  readonly current: readonly ColumnValue[];
  readonly confidence: number;
}): ComparedColumns {
  const feature = profileColumn(of.baseline);
  const counted = countColumn(feature, of.current);
  const n = totalOf(feature.counts);
  const m = totalOf(counted.counts);
  const isEmpty = n === 0 || m === 0;
  const numbers = { baseline: numbersOf(of.baseline), current: numbersOf(of.current) };
  const isNumeric = feature.kind === "numeric" && !isEmpty;
  const isBounded = [numbers.baseline, numbers.current].every((values) =>
    values.every(Number.isFinite),
  );
  return {
    kind: feature.kind,
    n,
    m,
    missing: { baseline: feature.missing, current: counted.missing },
    distances: isEmpty
      ? null
      : featureDistances({ feature, current: counted.counts, confidence: of.confidence }),
    kolmogorovSmirnov: isNumeric ? kolmogorovSmirnovSamples(numbers) : null,
    wasserstein: isNumeric && isBounded ? normalisedWassersteinSamples(numbers) : null,
  };
}

function numbersOf(values: readonly ColumnValue[]): Float64Array {
  return Float64Array.from(
    values.filter((value) => typeof value === "number" && !Number.isNaN(value)),
  );
}
