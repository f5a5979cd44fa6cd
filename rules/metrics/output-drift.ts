import type { EvidenceGroup } from "../evidence/request.ts";
import type { Baseline } from "../profile/baseline.ts";
import { OTHER_OUTPUTS } from "../profile/count-outputs.ts";
import { totalOf } from "../statistics/count-pair.ts";
import { populationStability } from "../statistics/population-stability.ts";
import { measureDistance } from "./compare-cells.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Measurement } from "./measurement.ts";
import type { MeasureContext, Metric } from "./metric.ts";

const TOLERANCE = 0.2;
/** Labels below this share of the baseline are one bin, as categories of a feature are: they carry no drift. */
const LABEL_SHARE_MIN = 0.005;

/**
 * Population stability index of the mix of predicted labels against that of the approved baseline.
 *
 * Where the baseline does not say its outputs, its scores do: of the predictions alone whose truth was
 * known, which may be others than those without. Insufficient as `psi` is.
 */
export const outputDrift: Metric = {
  id: "output_drift",
  title: "Drift of outputs",
  unit: "1",
  display: "number",
  worse: "higher",
  evidence: "decisions",
  needs: ["baseline"],
  minSample: 200,
  tolerance: TOLERANCE,
  measure: (family, context) => family.map((group) => measureOutputs(group, context)),
  source: "Yurdakul (2018); bounds by the noncentral χ², arXiv 2307.11878",
};

function measureOutputs(group: EvidenceGroup, context: MeasureContext): Measurement {
  const { predicted } = evidenceOf(group, "decisions");
  const m = totalOf(Object.values(predicted));
  if (m === 0) return { kind: "no_data", reason: "no predictions with a label in the window" };
  const { baseline } = context;
  if (baseline === null) {
    const reason = "no approved baseline to compare the labels with";
    return { kind: "insufficient", n: m, reason };
  }
  const outputs = baseline.outputs ?? ofScores(baseline);
  const n = totalOf(Object.values(outputs));
  if (n === 0) {
    const reason =
      "the approved baseline does not say what the model answered: make one of a past window, or of rows with their labels";
    return { kind: "insufficient", n: m, reason };
  }
  const histogram = histogramOf(outputs, predicted);
  const found = populationStability({ ...histogram, confidence: context.confidence });
  return measureDistance(
    { n, m },
    {
      value: found.value,
      lower: found.lower,
      upper: found.upper,
      smallestDetectable: (4 * (found.bins - 1)) / found.harmonic,
      tolerance: TOLERANCE,
      among: `${found.bins} bins`,
      histogram,
      contributions: found.contributions,
      detail: {
        debiased: found.debiased,
        comparedWith: baseline.outputs === undefined ? "scores" : "outputs",
      },
    },
    context,
  );
}

type Counts = Readonly<Record<string, number>>;

/** Predicted label → predictions, of those whose truth was known. */
function ofScores({ scores = {} }: Baseline): Counts {
  return Object.fromEntries(
    Object.entries(scores).map(([label, truths]) => [
      label,
      totalOf(Object.values(truths).map(totalOf)),
    ]),
  );
}

/** A bin for each usual label, one for the unusual ones, and one for those that were never seen. */
function histogramOf(
  outputs: Counts,
  predicted: Counts,
): {
  readonly labels: readonly string[];
  readonly baseline: readonly number[];
  readonly current: readonly number[];
} {
  const least = LABEL_SHARE_MIN * totalOf(Object.values(outputs));
  const usual = Object.entries(outputs)
    .filter(([label, count]) => label !== OTHER_OUTPUTS && count >= least)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([label]) => label);
  const binOf = new Map(usual.map((label, bin) => [label, bin]));
  // Where some labels stand together, one that is not named may have been among them.
  const isClosed = !Object.hasOwn(outputs, OTHER_OUTPUTS);
  const sum = (counts: Counts): number[] => {
    const bins = new Array<number>(usual.length + 2).fill(0);
    for (const [label, count] of Object.entries(counts)) {
      const isNew = isClosed && !Object.hasOwn(outputs, label);
      const bin = binOf.get(label) ?? usual.length + (isNew ? 1 : 0);
      bins[bin] = (bins[bin] ?? 0) + count;
    }
    return bins;
  };
  return {
    labels: [...usual, "any other label", "never seen before"],
    baseline: sum(outputs),
    current: sum(predicted),
  };
}
