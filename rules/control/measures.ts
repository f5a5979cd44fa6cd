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
  /** Counts calls of hosted models, so that it can be split by what was asked of whom. */
  readonly isOfCalls: boolean;
}

const MODEL: readonly Dimension[] = ["system", "model_version"];

/** Below these an interval is too wide to decide anything at usual limits. */
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
  const outcomes = needs.includes("outcomes");
  const isFact =
    known.certainty === "fact" || (known.certainty === undefined && STATED.has(evidence));
  return {
    by: known.by ?? (STATES.has(evidence) ? ["system"] : byFeature ? [...MODEL, "feature"] : MODEL),
    minSample: known.minSample ?? minSample(evidence, outcomes),
    hasBounds: !isFact && known.certainty !== "value",
    budget: measure === "psi" ? "cells" : known.isCounted === true ? "rate" : null,
    isFact,
    needsBaseline: byFeature || needs.includes("baseline"),
    hasBaselineRate: Object.hasOwn(BASELINE_RATES, measure),
    needsLabel: needs.includes("label"),
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
    isOfCalls: evidence === "calls" || evidence === "costs",
  };
}

function minSample(evidence: EvidenceKind, outcomes: boolean): number {
  if (outcomes) return MIN_SAMPLE_OUTCOMES;
  if (evidence === "names") return 1;
  return STATES.has(evidence) ? 0 : MIN_SAMPLE_RATE;
}
