import { FACTS, isFactName } from "../evidence/facts.ts";
import type { Dimension } from "../evidence/labels.ts";
import type { EvidenceKind } from "../evidence/request.ts";
import { metric } from "../metrics/catalogue.ts";
import { BASELINE_RATES } from "./resolve-limit.ts";

/** What a control of one measure may say, and what it means where it says nothing. */
export interface MeasureRules {
  readonly by: readonly Dimension[];
  readonly minSample: number;
  /** Has bounds, so that it can be proven with a confidence. */
  readonly hasBounds: boolean;
  /** What a false-alarm budget gathers: successes of trials, cells of a histogram; null: it has none. */
  readonly budget: "rate" | "cells" | null;
  /** Counted, not estimated: needs no bounds. Neither a fact nor bounded: only the value can decide. */
  readonly isFact: boolean;
  /** Compares with the cells of a baseline, or learns from its scores. */
  readonly needsBaseline: boolean;
  /** The rate of the baseline that ratio limits refer to; null: none, so no ratio limits. */
  readonly hasBaselineRate: boolean;
  /** Needs the label that is counted. */
  readonly needsLabel: boolean;
  /** Waits for outcomes. */
  readonly needsOutcomes: boolean;
  /** Has to be told which check, how soon, what is good, which names. */
  readonly needsCheck: boolean;
  readonly needsWithin: boolean;
  readonly needsGood: boolean;
  readonly needsList: boolean;
  /** As things stand at the end of a window, so that its length says nothing. */
  readonly isState: boolean;
  /** Measured per system only. */
  readonly bySystemOnly: boolean;
  readonly byFeature: boolean;
  /** Measured of each control of a system. */
  readonly byControl: boolean;
  readonly bySegment: boolean;
  /** Counts decisions of people, so that it can be split by their role. */
  readonly hasRoles: boolean;
}

const MODEL: readonly Dimension[] = ["system", "model_version"];
const OF_OUTCOMES = new Set([
  "accuracy",
  "precision",
  "recall",
  "f1",
  "false_positive_rate",
  "false_negative_rate",
  "roc_auc",
  "average_precision",
  "calibration_error",
  "brier_score",
  "log_loss",
  "label_coverage",
  "accuracy_gap",
  "mae",
  "rmse",
  "bias",
  "r_squared",
  "mean_reciprocal_rank",
  "hit_rate_at_10",
  "ndcg_at_10",
  "equal_opportunity_gap",
  "false_positive_rate_gap",
  "equalised_odds_gap",
  "overrides_right",
  "confirms_wrong",
]);
/** Learn from an approved baseline what scores are worth. */
const OF_BASELINE_SCORES = new Set([
  "estimated_accuracy",
  "estimated_precision",
  "estimated_recall",
  "estimated_f1",
  "estimated_roc_auc",
  "accuracy_gap",
]);
const OF_ONE_LABEL = new Set([
  "selection_rate",
  "selection_rate_ratio",
  "precision",
  "recall",
  "f1",
  "false_positive_rate",
  "false_negative_rate",
  "roc_auc",
  "average_precision",
  "estimated_precision",
  "estimated_recall",
  "estimated_f1",
  "estimated_roc_auc",
  "equal_opportunity_gap",
  "false_positive_rate_gap",
  "equalised_odds_gap",
]);
/** Without an honest bound: distances at any sample size, R² for want of fourth powers. */
const UNBOUNDED = new Set([
  "jensen_shannon",
  "hellinger",
  "wasserstein",
  "r_squared",
  "embedding_drift",
  "centroid_distance",
]);
/** Successes of trials that are independent of each other's number: they can be bet on. */
const COUNTED = new Set([
  "error_rate",
  "override_rate",
  "missing_rate",
  "new_category_rate",
  "out_of_range_rate",
  "accuracy",
  "precision",
  "recall",
  "false_positive_rate",
  "false_negative_rate",
  "selection_rate",
  "label_coverage",
  "short_review_rate",
  "overrides_right",
  "confirms_wrong",
]);
const CERTAIN = new Set(["count", "silence", "constant", "unit_change"]);

/** Below these an interval is too wide to decide anything at usual limits. */
const MIN_SAMPLE: Readonly<Record<string, number>> = {
  count: 0,
  silence: 0,
  psi: 200,
  jensen_shannon: 200,
  hellinger: 200,
  kolmogorov_smirnov: 200,
  wasserstein: 200,
  total_variation: 200,
  missing_rate: 100,
  new_category_rate: 100,
  out_of_range_rate: 100,
  stuck: 100,
  unit_change: 100,
  embedding_drift: 100,
  centroid_distance: 100,
  selection_rate: 100,
  selection_rate_ratio: 100,
  oversight_disparity: 50,
  estimated_accuracy: 100,
  estimated_precision: 100,
  estimated_recall: 100,
  estimated_f1: 100,
  estimated_roc_auc: 100,
};
const MIN_SAMPLE_RATE = 20;
const MIN_SAMPLE_OUTCOMES = 50;

/** Not from a sample: a time since, a count of records, a name. */
const STATED: ReadonlySet<EvidenceKind> = new Set(["presence", "concerns", "facts", "names"]);
const STATES: ReadonlySet<EvidenceKind> = new Set(["presence", "concerns", "facts"]);

/** The rules of a measure of the catalogue. Throws for any other. */
export function measureRules(measure: string): MeasureRules {
  const known = metric(measure);
  if (known === undefined) throw new Error(`no measure ${measure} in the catalogue`);
  const { evidence, needs = [] } = known;
  const byFeature = evidence === "cells";
  const byControl = known.by?.includes("control") === true;
  const isState =
    STATES.has(evidence) && !(isFactName(measure) && FACTS[measure].counts === "within");
  const outcomes = needs.includes("outcomes") || OF_OUTCOMES.has(measure);
  const isFact =
    known.certainty === "fact" ||
    CERTAIN.has(measure) ||
    (known.certainty === undefined && STATED.has(evidence));
  const isCounted = known.isCounted === true || COUNTED.has(measure);
  return {
    by: known.by ?? (STATES.has(evidence) ? ["system"] : byFeature ? [...MODEL, "feature"] : MODEL),
    minSample: known.minSample ?? MIN_SAMPLE[measure] ?? minSample(evidence, outcomes),
    hasBounds: !isFact && known.certainty !== "value" && !UNBOUNDED.has(measure),
    budget: measure === "psi" ? "cells" : isCounted ? "rate" : null,
    isFact,
    needsBaseline: byFeature || needs.includes("baseline") || OF_BASELINE_SCORES.has(measure),
    hasBaselineRate: Object.hasOwn(BASELINE_RATES, measure),
    needsLabel: needs.includes("label") || OF_ONE_LABEL.has(measure),
    needsOutcomes: outcomes,
    needsCheck: needs.includes("check"),
    needsWithin: needs.includes("within"),
    needsGood: needs.includes("good"),
    needsList: needs.includes("list"),
    isState,
    bySystemOnly: STATES.has(evidence) && !byControl,
    byControl,
    byFeature,
    bySegment: known.comparesSegments === true,
    hasRoles: evidence === "reviews",
  };
}

function minSample(evidence: EvidenceKind, outcomes: boolean): number {
  if (outcomes) return MIN_SAMPLE_OUTCOMES;
  if (evidence === "names") return 1;
  return STATES.has(evidence) ? 0 : MIN_SAMPLE_RATE;
}
