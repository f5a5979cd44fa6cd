import type { Measurement } from "@tiltmeter/rules";

/** How far one feature stands from its baseline, as the overview of a system shows it. */
export interface FeatureDrift {
  readonly feature: string;
  readonly kind: "numeric" | "categorical" | "vectors";
  readonly measurement: Measurement;
  /** Human-readable bounds or names of the bins that PSI used, with counts of both sides. */
  readonly bins: readonly {
    readonly label: string;
    readonly baseline: number;
    readonly current: number;
    readonly contribution: number;
  }[];
  readonly missing: { readonly baseline: number; readonly current: number };
}

export interface Drift {
  readonly system: string;
  readonly baseline: {
    readonly name: string;
    readonly digest: string;
    readonly rows: number;
  } | null;
  /** Most drifted first. Empty without a baseline. */
  readonly features: readonly FeatureDrift[];
}

/** The reference that a feature is compared with, and who answers for it. */
export interface BaselineFacts {
  readonly name: string;
  readonly version: number;
  readonly digest: string;
  readonly rows: number;
  /** Where it came from, in words. */
  readonly origin: string;
  readonly createdMs: number;
  /** Null: not approved, so no control is judged by it. */
  readonly approvedMs: number | null;
  readonly approvedBy: string | null;
  /** Compared with the same hours of the week. */
  readonly seasonal: boolean;
}

/** One distance between a feature's baseline and its live values. */
export interface FeatureDistance {
  /** As in the catalogue; `largest_difference`, `chi_squared` and `cramers_v` are in none. */
  readonly id: string;
  readonly title: string;
  readonly measurement: Measurement;
  /** Counted in cells, the statistic of the values themselves lies in here; null: nothing is hidden. */
  readonly bracket: { readonly lower: number; readonly upper: number } | null;
  readonly pValue: number | null;
  /** What counts as a shift where a control names no limit of its own; null: for information. */
  readonly threshold: number | null;
  readonly source: string;
}

/** One look at how good the values of a feature are. */
export interface QualityCheck {
  /** As in the catalogue. */
  readonly id: string;
  readonly title: string;
  readonly measurement: Measurement;
  /** Whether something is wrong; null: it could not be told. */
  readonly isFound: boolean | null;
  /** What was found, or why it could not be told. */
  readonly words: string;
}

/** Which values of one segment a feature's PSI comes from. */
export interface SegmentShift {
  /** `segment.race` */
  readonly dimension: string;
  /** The PSI of all of them together: the sum of the contributions. */
  readonly total: number;
  /** The largest contribution first. */
  readonly parts: readonly {
    /** Null: all values of the segment beyond the largest, put together. */
    readonly segment: string | null;
    /** How many values of the segment are put together; 1 for one of its own. */
    readonly together: number;
    readonly n: number;
    /** Of the range's values. */
    readonly share: number;
    /** Below 0 where the segment makes the range more like the baseline. */
    readonly contribution: number;
  }[];
}

/** What was found of one feature in one range. */
export interface FeatureFindings {
  /** `vectors`: a mean of embeddings, which has no bins. */
  readonly kind: FeatureDrift["kind"];
  readonly predictions: number;
  /** Predictions with a value of this feature. */
  readonly values: number;
  readonly missing: FeatureDrift["missing"];
  /** Of the missing: NaN, and values of a kind that the feature does not have. */
  readonly notANumber: number;
  readonly wrongType: number;
  /** Of the values: ±Infinity. */
  readonly infinite: number;
  /** Smallest and largest finite value of each side; null without one, and for categories. */
  readonly extremes: {
    readonly baseline: { readonly min: number; readonly max: number } | null;
    readonly current: { readonly min: number; readonly max: number } | null;
  };
  /** Both histograms with each bin's part of the PSI; empty for vectors. */
  readonly bins: FeatureDrift["bins"];
  readonly distances: readonly FeatureDistance[];
  /** The smallest PSI that these sample sizes can tell from chance; null where there is none. */
  readonly smallestDetectable: number | null;
  readonly quality: readonly QualityCheck[];
  readonly segments: readonly SegmentShift[];
  /** Segments that were not looked into. */
  readonly segmentsLeft: readonly string[];
}

/** Everything about one feature of a system over a range. */
export interface FeatureDetail {
  readonly system: string;
  readonly feature: string;
  /** Null: all versions together. */
  readonly modelVersion: string | null;
  readonly baseline: BaselineFacts | null;
  /** Other features that the same embedding became, and that say more of it as a whole. */
  readonly related: readonly string[];
  /** Null where there was nothing to compare; then `problem` says why and what to do. */
  readonly found: FeatureFindings | null;
  readonly problem: string | null;
}
