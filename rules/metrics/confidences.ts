import type { Decisions } from "../evidence/decisions.ts";
import type { EvidenceGroup } from "../evidence/request.ts";
import type { Scores } from "../evidence/scores.ts";
import { addBins } from "./add-bins.ts";
import { type Coverage, coverageOf, labelShortage } from "./confusion.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Measurement } from "./measurement.ts";
import type { MeasureContext } from "./metric.ts";
import { belowMinimum } from "./proportion.ts";
import { scoreOfAnother } from "./score-of-another.ts";

/** Labelled scores that each say how sure the model was of the label it gave. */
export interface Confidences {
  readonly pairs: Scores["pairs"];
  readonly coverage: Coverage;
  /** What every metric of scores shows beside its value. */
  readonly detail: Readonly<Record<string, unknown>>;
}

type Judged = { readonly kind: "confidences"; readonly of: Confidences } | Measurement;

/**
 * The scores of a group, or why too little of the truth is known to judge them.
 *
 * A score is of the label it came with. Where the approved baseline (or, without scores there, the
 * group itself) shows that one label carries the score of the other, its scores are mirrored, and the
 * detail names it.
 */
export function confidencesOf(group: EvidenceGroup, context: MeasureContext): Judged {
  const given = evidenceOf(group, "scores");
  const coverage = coverageOf(decisionsOf(given));
  const shortage = labelShortage(coverage, context, "scored predictions");
  if (shortage !== null) return shortage;
  if (coverage.labelled < context.minSample) {
    return belowMinimum(coverage.labelled, "labelled predictions with a score", context.minSample);
  }
  const mirrored = scoreOfAnother(context.baseline?.scores ?? given.pairs);
  return {
    kind: "confidences",
    of: {
      pairs: mirrored === null ? given.pairs : mirror(given.pairs, mirrored),
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
export function rightByBin(pairs: Scores["pairs"]): {
  readonly n: readonly number[];
  readonly hits: readonly number[];
} {
  let n: readonly number[] = [];
  let hits: readonly number[] = [];
  for (const [label, truths] of Object.entries(pairs)) {
    for (const [truth, counts] of Object.entries(truths)) {
      n = addBins(n, counts);
      hits = addBins(hits, truth === label ? counts : counts.map(() => 0));
    }
  }
  return { n, hits };
}

/**
 * Labelled predictions by bin of "how strongly it speaks for `positive`": the confidence of that
 * label, and 1 − the confidence of any other.
 */
export function classesByBin(
  pairs: Scores["pairs"],
  positive: string,
): { readonly positive: readonly number[]; readonly negative: readonly number[] } {
  let found: readonly number[] = [];
  let others: readonly number[] = [];
  for (const [label, truths] of Object.entries(pairs)) {
    for (const [truth, counts] of Object.entries(truths)) {
      const turned = label === positive ? counts : counts.toReversed();
      const none = counts.map(() => 0);
      found = addBins(found, truth === positive ? turned : none);
      others = addBins(others, truth === positive ? none : turned);
    }
  }
  return { positive: found, negative: others };
}

function mirror(pairs: Scores["pairs"], mirrored: string): Scores["pairs"] {
  const turn = (bins: Readonly<Record<string, readonly number[]>>): typeof bins =>
    Object.fromEntries(Object.entries(bins).map(([key, counts]) => [key, counts.toReversed()]));
  return Object.fromEntries(
    Object.entries(pairs).map(([label, truths]) => [
      label,
      label === mirrored ? turn(truths) : truths,
    ]),
  );
}

function sums(bins: Readonly<Record<string, readonly number[]>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(bins).map(([label, counts]) => [label, counts.reduce((a, b) => a + b, 0)]),
  );
}
