/**
 * The reference distribution of one numeric feature.
 *
 * `edges` ascend strictly; cell i holds (edges[i−1], edges[i]], the first is open below and the last
 * open above, so `counts.length === edges.length + 1`. Edges are baseline quantiles at k/200
 * (inverted CDF) without repeats: an atom keeps a cell of its own. `deciles` is the subset at k/10.
 */
export interface NumericBaseline {
  readonly kind: "numeric";
  readonly edges: readonly number[];
  readonly deciles: readonly number[];
  readonly counts: readonly number[];
  readonly missing: number;
}

/**
 * The reference distribution of one categorical feature: the 100 most frequent categories (ties by
 * text), then one cell for every other value, so `counts.length === categories.length + 1`.
 */
export interface CategoricalBaseline {
  readonly kind: "categorical";
  readonly categories: readonly string[];
  readonly counts: readonly number[];
  readonly missing: number;
}

export type FeatureBaseline = NumericBaseline | CategoricalBaseline;

/** A named, versioned, digested reference that current data are compared with. */
export interface Baseline {
  /** SHA-256 of the canonical JSON of everything else here, hex. */
  readonly digest: string;
  readonly system: string;
  readonly name: string;
  /** Counts up from 1 for one system and name. */
  readonly version: number;
  readonly createdMs: number;
  /** Where it came from, in words: `window 2026-11-01…`, `columns`. */
  readonly origin: string;
  readonly rows: number;
  readonly features: Readonly<Record<string, FeatureBaseline>>;
  /** Rates accepted when the baseline was approved; absent where not known. */
  readonly rates: {
    readonly overrideRate?: number;
    readonly errorRate?: number;
    readonly accuracy?: number;
  };
}
