import type { EvidenceGroup } from "../evidence/request.ts";
import type { Baseline } from "../profile/baseline.ts";
import { totalOf } from "../statistics/count-pair.ts";
import type { Estimate, ScoredClass, ScoredLabel } from "../statistics/estimated-performance.ts";
import { calibrationOf } from "./calibration-of.ts";
import { decisionsOf } from "./confidences.ts";
import { coverageOf } from "./confusion.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Measurement } from "./measurement.ts";
import type { MeasureContext, Metric } from "./metric.ts";
import { belowMinimum } from "./proportion.ts";

/** Predictions of labels that the baseline knows no outcome of may be this share, and are left out. */
const UNKNOWN_MAX = 0.01;

type Counts = Readonly<Record<string, readonly number[]>>;

/** Estimates from the scores of a whole cohort, labelled or not; `null` where there is nothing to. */
export function estimatedFromScores(
  estimate: (counts: Counts, context: MeasureContext) => Estimate | string | null,
): Metric["measure"] {
  return (family, context) => family.map((group) => estimated(group, context, estimate));
}

/** As above, for the predictions of one class against all others. */
export function estimatedForClass(
  estimate: (of: ScoredClass) => Estimate | null,
): Metric["measure"] {
  return estimatedFromScores((counts, { baseline, confidence, positive: given, favourable }) => {
    const positive = given ?? favourable;
    if (positive === null) return "no positive label is named";
    const isPositive = (truth: string): boolean => truth === positive;
    const calibration = calibrationOf(baseline, positive, isPositive);
    if (calibration === null)
      return `the approved baseline has no outcome of predictions of ${positive}`;
    const none = calibration.probability.map(() => 0);
    const own = Object.hasOwn(counts, positive) ? (counts[positive] ?? none) : none;
    const rest = Object.fromEntries(Object.entries(counts).filter(([label]) => label !== positive));
    return estimate({
      positive: { counts: own, calibration },
      others: scoredLabels(rest, baseline, () => isPositive),
      confidence,
    });
  });
}

/** The labels that the baseline knows, with their calibration of whatever counts as a hit. */
export function scoredLabels(
  counts: Counts,
  baseline: Baseline | null,
  isHit: (label: string) => (truth: string) => boolean,
): readonly ScoredLabel[] {
  return Object.entries(counts).flatMap(([label, bins]) => {
    const calibration = calibrationOf(baseline, label, isHit(label));
    return calibration === null ? [] : [{ counts: bins, calibration }];
  });
}

/** Why nothing can be learned from a baseline; null where it can. */
export function untaught(baseline: Baseline | null): string | null {
  if (baseline === null) return "no approved baseline to learn from what scores are worth";
  if (baseline.scores === undefined || Object.keys(baseline.scores).length === 0) {
    return "the approved baseline carries no scores with outcomes";
  }
  return null;
}

/** Labels of which the baseline has no outcome, where they are too many to leave out; else null. */
export function unknownLabels(counts: Counts, baseline: Baseline | null): string | null {
  const unknown = Object.keys(counts).filter((label) => !isKnown(baseline, label));
  const size = (labels: readonly string[]): number =>
    labels.reduce((sum, label) => sum + totalOf(counts[label] ?? []), 0);
  if (size(unknown) <= UNKNOWN_MAX * size(Object.keys(counts))) return null;
  return `the approved baseline has no outcome of predictions of ${unknown.slice(0, 5).join(", ")}`;
}

/** Predictions with a label that the baseline has outcomes of. */
export function knownIn(counts: Counts, baseline: Baseline | null): number {
  return Object.entries(counts).reduce(
    (sum, [label, bins]) => sum + (isKnown(baseline, label) ? totalOf(bins) : 0),
    0,
  );
}

function estimated(
  group: EvidenceGroup,
  context: MeasureContext,
  estimate: (counts: Counts, context: MeasureContext) => Estimate | string | null,
): Measurement {
  const { baseline, minSample } = context;
  const scores = evidenceOf(group, "scores");
  const coverage = coverageOf(decisionsOf(scores));
  const { predictions, labelled, correct } = coverage;
  if (predictions === 0) return { kind: "no_data", reason: "no scored predictions in the window" };
  const insufficient = (reason: string): Measurement => ({
    kind: "insufficient",
    n: predictions,
    reason,
  });
  const reason = untaught(baseline) ?? unknownLabels(scores.predicted, baseline);
  if (reason !== null) return insufficient(reason);
  const n = knownIn(scores.predicted, baseline);
  if (n < minSample) return belowMinimum(n, "scored predictions", minSample);
  const found = estimate(scores.predicted, context);
  if (found === null) return insufficient("the scores make no such case likely");
  if (typeof found === "string") return insufficient(found);
  return {
    kind: "measured",
    value: found.value,
    lower: found.lower,
    upper: found.upper,
    n,
    detail: {
      ...coverage,
      realisedAccuracy: labelled === 0 ? null : correct / labelled,
      leftOut: predictions - n,
      outside: scores.outside,
      learnedFrom: baseline === null ? null : { name: baseline.name, version: baseline.version },
    },
  };
}

function isKnown(baseline: Baseline | null, label: string): boolean {
  const truths = Object.hasOwn(baseline?.scores ?? {}, label) ? baseline?.scores?.[label] : {};
  return Object.values(truths ?? {}).some((counts) => totalOf(counts) > 0);
}
