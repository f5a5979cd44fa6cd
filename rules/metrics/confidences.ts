import type { Decisions } from "../evidence/decisions.ts";
import type { EvidenceGroup } from "../evidence/request.ts";
import type { Scores } from "../evidence/scores.ts";
import type { Baseline } from "../profile/baseline.ts";
import { calibrationOf } from "./calibration-of.ts";
import { type Coverage, coverageOf, labelShortage } from "./confusion.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Measurement } from "./measurement.ts";
import type { MeasureContext } from "./metric.ts";
import { belowMinimum } from "./proportion.ts";

/** Scores that each say how sure the model was of the label it gave, and how much truth there is. */
export interface Confidences {
  readonly scores: Scores;
  readonly coverage: Coverage;
  /** What every metric of scores shows beside its value. */
  readonly detail: Readonly<Record<string, unknown>>;
}

type Judged = { readonly kind: "confidences"; readonly of: Confidences } | Measurement;

/**
 * The scores of a group, or why too little of the truth is known to judge them.
 *
 * A score is of the label it came with. Some senders give that of one class with every label: where
 * the approved baseline shows so of a label (low scores, and the lower the more often right), its
 * scores are mirrored, and the detail names it.
 */
export function confidencesOf(group: EvidenceGroup, context: MeasureContext): Judged {
  const given = evidenceOf(group, "scores");
  const coverage = coverageOf(decisionsOf(given));
  const shortage = labelShortage(coverage, context, "scored predictions");
  if (shortage !== null) return shortage;
  if (coverage.labelled < context.minSample) {
    return belowMinimum(coverage.labelled, "labelled predictions with a score", context.minSample);
  }
  const mirrored = Object.keys(given.predicted).filter((label) =>
    isOfAnother(label, context.baseline),
  );
  return {
    kind: "confidences",
    of: {
      scores: mirror(given, new Set(mirrored)),
      coverage,
      detail: { ...coverage, outside: given.outside, mirrored },
    },
  };
}

/** The same without scores. */
export function decisionsOf(scores: Scores): Decisions {
  return {
    kind: "decisions",
    predicted: sums(scores.predicted),
    pairs: Object.fromEntries(
      Object.entries(scores.pairs).map(([label, truths]) => [label, sums(truths)]),
    ),
  };
}

/** Labelled predictions by bin of confidence, and those of them that were right. */
export function rightByBin({ pairs }: Scores): {
  readonly n: readonly number[];
  readonly hits: readonly number[];
} {
  let [n, hits]: (readonly number[])[] = [[], []];
  for (const [label, truths] of Object.entries(pairs)) {
    for (const [truth, counts] of Object.entries(truths)) {
      n = addBins(n ?? [], counts);
      hits = addBins(hits ?? [], truth === label ? counts : counts.map(() => 0));
    }
  }
  return { n: n ?? [], hits: hits ?? [] };
}

/**
 * Labelled predictions by bin of "how strongly it speaks for `positive`": the confidence of that
 * label, and 1 − the confidence of any other.
 */
export function classesByBin(
  { pairs }: Scores,
  positive: string,
): { readonly positive: readonly number[]; readonly negative: readonly number[] } {
  let [found, others]: (readonly number[])[] = [[], []];
  for (const [label, truths] of Object.entries(pairs)) {
    for (const [truth, counts] of Object.entries(truths)) {
      const turned = label === positive ? counts : counts.toReversed();
      const none = counts.map(() => 0);
      found = addBins(found ?? [], truth === positive ? turned : none);
      others = addBins(others ?? [], truth === positive ? none : turned);
    }
  }
  return { positive: found ?? [], negative: others ?? [] };
}

function isOfAnother(label: string, baseline: Baseline | null): boolean {
  const learned = calibrationOf(baseline, label, (truth) => truth === label);
  if (learned?.calibration.direction !== "decreasing") return false;
  const { n } = learned;
  const mean = n.reduce((sum, count, bin) => sum + (count * (bin + 0.5)) / n.length, 0);
  return mean < 0.5 * n.reduce((sum, count) => sum + count, 0);
}

function mirror(scores: Scores, labels: ReadonlySet<string>): Scores {
  if (labels.size === 0) return scores;
  return {
    ...scores,
    predicted: Object.fromEntries(
      Object.entries(scores.predicted).map(([label, counts]) => [
        label,
        labels.has(label) ? counts.toReversed() : counts,
      ]),
    ),
    pairs: Object.fromEntries(
      Object.entries(scores.pairs).map(([label, truths]) => [
        label,
        labels.has(label)
          ? Object.fromEntries(
              Object.entries(truths).map(([truth, counts]) => [truth, counts.toReversed()]),
            )
          : truths,
      ]),
    ),
  };
}

function sums(bins: Readonly<Record<string, readonly number[]>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(bins).map(([label, counts]) => [label, counts.reduce((a, b) => a + b, 0)]),
  );
}

function addBins(a: readonly number[], b: readonly number[]): readonly number[] {
  return a.length === 0 ? b : a.map((count, i) => count + (b[i] ?? 0));
}
