import { accuracy } from "./accuracy.ts";
import { count } from "./count.ts";
import { errorRate } from "./error-rate.ts";
import { f1 } from "./f1.ts";
import { falseNegativeRate } from "./false-negative-rate.ts";
import { falsePositiveRate } from "./false-positive-rate.ts";
import { hellingerDistance } from "./hellinger.ts";
import { jensenShannonDistance } from "./jensen-shannon.ts";
import { kolmogorovSmirnovDistance } from "./kolmogorov-smirnov.ts";
import { latencyP50, latencyP90, latencyP95, latencyP99 } from "./latency.ts";
import type { Metric } from "./metric.ts";
import { missingRate } from "./missing-rate.ts";
import { newCategoryRate } from "./new-category-rate.ts";
import { outOfRangeRate } from "./out-of-range-rate.ts";
import { overrideRate } from "./override-rate.ts";
import { precision } from "./precision.ts";
import { psi } from "./psi.ts";
import { recall } from "./recall.ts";
import { selectionRate } from "./selection-rate.ts";
import { selectionRateRatio } from "./selection-rate-ratio.ts";
import { silence } from "./silence.ts";
import { totalVariationDistance } from "./total-variation.ts";
import { wassersteinDistance } from "./wasserstein.ts";

/** Every metric, in the order a reader meets them. */
export const catalogue: readonly Metric[] = [
  count,
  errorRate,
  latencyP50,
  latencyP90,
  latencyP95,
  latencyP99,
  accuracy,
  precision,
  recall,
  f1,
  falsePositiveRate,
  falseNegativeRate,
  selectionRate,
  selectionRateRatio,
  overrideRate,
  missingRate,
  newCategoryRate,
  outOfRangeRate,
  psi,
  jensenShannonDistance,
  hellingerDistance,
  kolmogorovSmirnovDistance,
  wassersteinDistance,
  totalVariationDistance,
  silence,
];

/** The metric of that id; undefined where the catalogue has none. */
export function metric(id: string): Metric | undefined {
  return catalogue.find((candidate) => candidate.id === id);
}
