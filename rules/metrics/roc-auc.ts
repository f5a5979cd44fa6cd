import { totalOf } from "../statistics/count-pair.ts";
import { type CurveArea, type RankedCounts, rocAuc } from "../statistics/roc-auc.ts";
import { type Confidences, classesByBin } from "./confidences.ts";
import type { MeasureContext, Metric } from "./metric.ts";
import { type Estimated, labelledScores } from "./score-metric.ts";

/**
 * Area under the ROC curve: how often a positive case scores above a negative one, ties counting
 * half. 0.5 is chance.
 *
 * From scores in 200 bins: within half the share of pairs that fall into one bin. With more than two
 * labels it is one against the rest, and 1 − its confidence stands for how far another label speaks
 * for the positive one.
 */
export const rocAucMetric: Metric = {
  id: "roc_auc",
  title: "ROC AUC",
  unit: "1",
  display: "number",
  worse: "lower",
  evidence: "scores",
  needs: ["outcomes", "label"],
  measure: labelledScores((of, context) => curveArea(of, context, rocAuc)),
  source: "DeLong et al. (1988), Biometrics 44(3)",
};

/** An area of labelled scores for the positive label. */
export function curveArea(
  { pairs }: Confidences,
  context: MeasureContext,
  area: (of: RankedCounts & { readonly confidence: number }) => CurveArea | null,
): Estimated | string {
  const positive = context.positive ?? context.favourable;
  if (positive === null) return "no positive label is named";
  const classes = classesByBin(pairs, positive);
  const [positives, negatives] = [totalOf(classes.positive), totalOf(classes.negative)];
  if (positives === 0) return `no outcome is ${positive}: nothing to rank above the others`;
  if (negatives === 0) return `every outcome is ${positive}: nothing to rank below`;
  const found = area({ ...classes, confidence: context.confidence });
  if (found === null) return "the curve has no area";
  return { ...found, detail: { positive, positives, negatives } };
}
