import type { Dimension } from "../evidence/labels.ts";
import { metric } from "../metrics/catalogue.ts";
import { BASELINE_RATES } from "./resolve-limit.ts";

/** What a control of one measure may say, and what it means where it says nothing. */
export interface MeasureRules {
  readonly by: readonly Dimension[];
  readonly minSample: number;
  /** Has bounds, so that it can be proven with a confidence. */
  readonly hasBounds: boolean;
  /** Counted, not estimated: needs no bounds. Neither a fact nor bounded: only the value can decide. */
  readonly isFact: boolean;
  /** Compares with the cells of a baseline. */
  readonly needsBaseline: boolean;
  /** The rate of the baseline that ratio limits refer to; null: none, so no ratio limits. */
  readonly hasBaselineRate: boolean;
  /** Needs the label that is counted. */
  readonly needsLabel: boolean;
  /** Waits for outcomes. */
  readonly needsOutcomes: boolean;
  /** Measured per system only. */
  readonly bySystemOnly: boolean;
  readonly byFeature: boolean;
  readonly bySegment: boolean;
}

const MODEL: readonly Dimension[] = ["system", "model_version"];
const OF_OUTCOMES = new Set([
  "accuracy",
  "precision",
  "recall",
  "f1",
  "false_positive_rate",
  "false_negative_rate",
]);
/** Distances without an honest bound at any sample size. */
const UNBOUNDED = new Set(["jensen_shannon", "hellinger", "wasserstein"]);
const FACTS = new Set(["count", "silence"]);
const OF_SELECTION = new Set(["selection_rate", "selection_rate_ratio"]);

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
  selection_rate: 100,
  selection_rate_ratio: 100,
};
const MIN_SAMPLE_RATE = 20;
const MIN_SAMPLE_OUTCOMES = 50;

/** The rules of a measure of the catalogue. Throws for any other. */
export function measureRules(measure: string): MeasureRules {
  const evidence = metric(measure)?.evidence;
  if (evidence === undefined) throw new Error(`no measure ${measure} in the catalogue`);
  const byFeature = evidence === "cells";
  const bySystemOnly = evidence === "presence";
  const outcomes = OF_OUTCOMES.has(measure);
  return {
    by: bySystemOnly ? ["system"] : byFeature ? [...MODEL, "feature"] : MODEL,
    minSample: MIN_SAMPLE[measure] ?? (outcomes ? MIN_SAMPLE_OUTCOMES : MIN_SAMPLE_RATE),
    hasBounds: !FACTS.has(measure) && !UNBOUNDED.has(measure),
    isFact: FACTS.has(measure),
    needsBaseline: byFeature,
    hasBaselineRate: Object.hasOwn(BASELINE_RATES, measure),
    needsLabel: OF_SELECTION.has(measure) || (outcomes && measure !== "accuracy"),
    needsOutcomes: outcomes,
    bySystemOnly,
    byFeature,
    bySegment: measure === "selection_rate_ratio",
  };
}
