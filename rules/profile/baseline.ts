/**
 * How many numbers there are of each size: key = sign, exponent and top three mantissa bits of the
 * double, `bits >> 49` as decimal text, so eight steps to each power of two. 0 and −0 both have the
 * key `0`. Finite numbers only.
 */
export type Magnitudes = Readonly<Record<string, number>>;

/** Counts of one baseline by hour of the week: 168 lists of [cell, count], Monday 00:00 UTC first. */
export type HourlyCounts = readonly (readonly (readonly [cell: number, count: number])[])[];

/**
 * The reference distribution of one numeric feature.
 *
 * `edges` ascend strictly; cell i holds (edges[i−1], edges[i]], so `counts.length === edges.length + 1`.
 * The first edge is the double below the smallest value and the last one is the largest value: both
 * end cells are empty in the baseline and catch what is out of range later (±Infinity too). Between
 * them stand the quantiles at k/200 (inverted CDF); a value with 0.5 % of the mass, and every value
 * of a discrete feature, has a cell of its own. `deciles` is a subset of the edges, the bounds of
 * the bins.
 *
 * A baseline stored before there were end cells has its own smallest and largest values in them, and
 * none of the optional fields.
 */
export interface NumericBaseline {
  readonly kind: "numeric";
  readonly edges: readonly number[];
  readonly deciles: readonly number[];
  readonly counts: readonly number[];
  readonly missing: number;
  /** At most 50 distinct values: whatever stands between them is an unseen code. */
  readonly discrete?: true;
  readonly magnitudes?: Magnitudes;
  /** The smallest and largest finite value; absent where there is none. */
  readonly min?: number;
  readonly max?: number;
  readonly hourly?: HourlyCounts;
}

/**
 * The reference distribution of one categorical feature.
 *
 * With `rare`: a cell for each of `categories`, one for all rare ones, and a last one for what was
 * never seen, which is empty here: `counts.length === categories.length + 2`. Without `rare` (stored
 * before there was such a list, or over 10,000 rare ones) new values cannot be told from rare ones and
 * share the last cell: `counts.length === categories.length + 1`.
 */
export interface CategoricalBaseline {
  readonly kind: "categorical";
  /** The 100 most frequent, ties by text. */
  readonly categories: readonly string[];
  /** Every other one that is known, sorted by code units. */
  readonly rare?: readonly string[];
  readonly counts: readonly number[];
  readonly missing: number;
  readonly hourly?: HourlyCounts;
}

/**
 * The reference mean of vectors: `counts[0]` of them were summed, and the rest are the sums of their
 * components in units of 2⁻²⁰ (whole numbers, also negative). Not cells: nothing here is a share.
 */
export interface SumsBaseline {
  readonly kind: "sums";
  /** Of the embedding's own components, or of its 256 random Fourier features. */
  readonly of: "components" | "fourier";
  readonly counts: readonly number[];
  readonly missing: number;
  /** For `fourier`, where there were vectors enough: what chance shows. */
  readonly chance?: Chance;
}

/**
 * What two samples of the baseline itself show: quantiles of h·MMD² over random halves of it,
 * h = nm/(n+m). Divided by the h of a comparison they are its false-alarm limits.
 */
export interface Chance {
  readonly resamples: number;
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
}

export type FeatureBaseline = NumericBaseline | CategoricalBaseline | SumsBaseline;

/** How a text or an embedding becomes ordinary features, named `NAME:…` in the baseline. */
export type Derived =
  | { readonly kind: "text" }
  | {
      readonly kind: "embedding";
      readonly dimensions: number;
      /** Seeds the random directions; a whole number in [0, 2³²). */
      readonly seed: number;
      /** σ of the Gaussian kernel: the median distance of two baseline vectors. */
      readonly bandwidth: number;
    };

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
  /** Texts and embeddings by name; their features are filled by profiles, never by a store. */
  readonly derived?: Readonly<Record<string, Derived>>;
  /** Windows are compared with the same hours of the week. */
  readonly seasonal?: "hour_of_week";
  /**
   * Scores of a past whose truth was known: predicted label → true label → predictions by score bin
   * (see `SCORE_BINS`). Performance without labels is estimated from it.
   */
  readonly scores?: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  /**
   * What the model answered: predicted label → predictions, at most 1,000 labels; `""`: all others together.
   * Absent where nobody said.
   */
  readonly outputs?: Readonly<Record<string, number>>;
  /** Rates accepted when the baseline was approved; absent where not known. */
  readonly rates: {
    readonly overrideRate?: number;
    readonly errorRate?: number;
    readonly accuracy?: number;
  };
}
