import { accuracy } from "./accuracy.ts";
import { accuracyGap } from "./accuracy-gap.ts";
import { averagePrecisionMetric } from "./average-precision.ts";
import { badAnswerRate } from "./bad-answer-rate.ts";
import { bias } from "./bias.ts";
import { brierScore } from "./brier-score.ts";
import { cachedShare } from "./cached-share.ts";
import { calibrationError } from "./calibration-error.ts";
import { callCount } from "./call-count.ts";
import { centroidDistance } from "./centroid-distance.ts";
import { checkCoverage } from "./check-coverage.ts";
import { confirmsWrong } from "./confirms-wrong.ts";
import { constant } from "./constant.ts";
import { cost, costPerCall } from "./cost.ts";
import { count } from "./count.ts";
import { embeddingDrift } from "./embedding-drift.ts";
import { equalOpportunityGap } from "./equal-opportunity-gap.ts";
import { equalisedOddsGap } from "./equalised-odds-gap.ts";
import { errorRate } from "./error-rate.ts";
import { estimatedAccuracy } from "./estimated-accuracy.ts";
import {
  estimatedF1,
  estimatedPrecision,
  estimatedRecall,
  estimatedRocAuc,
} from "./estimated-rates.ts";
import { f1 } from "./f1.ts";
import { factMetrics } from "./fact.ts";
import { failedCheckRate } from "./failed-check-rate.ts";
import { falseNegativeRate } from "./false-negative-rate.ts";
import { falsePositiveRate } from "./false-positive-rate.ts";
import { falsePositiveRateGap } from "./false-positive-rate-gap.ts";
import { finishReason } from "./finish-reason.ts";
import { firstChunkP50, firstChunkP90, firstChunkP95, firstChunkP99 } from "./first-chunk.ts";
import { hellingerDistance } from "./hellinger.ts";
import { hitRateAt10 } from "./hit-rate.ts";
import { jensenShannonDistance } from "./jensen-shannon.ts";
import { kolmogorovSmirnovDistance } from "./kolmogorov-smirnov.ts";
import { labelCoverage } from "./label-coverage.ts";
import { lateReviewRate } from "./late-review-rate.ts";
import { latencyP50, latencyP90, latencyP95, latencyP99 } from "./latency.ts";
import { logLoss } from "./log-loss.ts";
import { mae } from "./mae.ts";
import { meanReciprocalRankMetric } from "./mean-reciprocal-rank.ts";
import type { Metric } from "./metric.ts";
import { missingRate } from "./missing-rate.ts";
import { modelVersion } from "./model-version.ts";
import { ndcgAt10 } from "./ndcg.ts";
import { newCategoryRate } from "./new-category-rate.ts";
import { outOfRangeRate } from "./out-of-range-rate.ts";
import { outputDrift } from "./output-drift.ts";
import { overdueConcerns } from "./overdue-concerns.ts";
import { overrideRate } from "./override-rate.ts";
import { overrideShortfall } from "./override-shortfall.ts";
import { overridesRight } from "./overrides-right.ts";
import { oversightDisparity } from "./oversight-disparity.ts";
import { precision } from "./precision.ts";
import { psi } from "./psi.ts";
import { rSquared } from "./r-squared.ts";
import { recall } from "./recall.ts";
import { refusalRate } from "./refusal-rate.ts";
import { responseModel } from "./response-model.ts";
import { reviewTimeP50 } from "./review-time.ts";
import { reviewer } from "./reviewer.ts";
import { rmse } from "./rmse.ts";
import { rocAucMetric } from "./roc-auc.ts";
import { selectionRate } from "./selection-rate.ts";
import { selectionRateRatio } from "./selection-rate-ratio.ts";
import { shortReviewRate } from "./short-review-rate.ts";
import { silence } from "./silence.ts";
import { stuck } from "./stuck.ts";
import { supplier } from "./supplier.ts";
import { inputTokens, outputTokens, tokensPerCall } from "./tokens.ts";
import { tool } from "./tool.ts";
import { totalVariationDistance } from "./total-variation.ts";
import { truncatedRate } from "./truncated-rate.ts";
import { unacknowledgedConcerns } from "./unacknowledged-concerns.ts";
import { unitChange } from "./unit-change.ts";
import { unreviewedRate } from "./unreviewed-rate.ts";
import { usageCoverage } from "./usage-coverage.ts";
import { wassersteinDistance } from "./wasserstein.ts";

/** Every metric, in the order a reader meets them. */
export const catalogue: readonly Metric[] = [
  count,
  errorRate,
  badAnswerRate,
  latencyP50,
  latencyP90,
  latencyP95,
  latencyP99,
  responseModel,
  modelVersion,
  supplier,
  callCount,
  inputTokens,
  outputTokens,
  tokensPerCall,
  cachedShare,
  usageCoverage,
  cost,
  costPerCall,
  firstChunkP50,
  firstChunkP90,
  firstChunkP95,
  firstChunkP99,
  refusalRate,
  truncatedRate,
  finishReason,
  tool,
  accuracy,
  precision,
  recall,
  f1,
  falsePositiveRate,
  falseNegativeRate,
  rocAucMetric,
  averagePrecisionMetric,
  calibrationError,
  brierScore,
  logLoss,
  labelCoverage,
  estimatedAccuracy,
  estimatedPrecision,
  estimatedRecall,
  estimatedF1,
  estimatedRocAuc,
  accuracyGap,
  mae,
  rmse,
  bias,
  rSquared,
  meanReciprocalRankMetric,
  hitRateAt10,
  ndcgAt10,
  selectionRate,
  selectionRateRatio,
  equalOpportunityGap,
  falsePositiveRateGap,
  equalisedOddsGap,
  overrideRate,
  overrideShortfall,
  overridesRight,
  confirmsWrong,
  reviewTimeP50,
  shortReviewRate,
  oversightDisparity,
  unreviewedRate,
  lateReviewRate,
  reviewer,
  failedCheckRate,
  checkCoverage,
  unacknowledgedConcerns,
  overdueConcerns,
  missingRate,
  newCategoryRate,
  outOfRangeRate,
  constant,
  stuck,
  unitChange,
  psi,
  jensenShannonDistance,
  hellingerDistance,
  kolmogorovSmirnovDistance,
  wassersteinDistance,
  totalVariationDistance,
  outputDrift,
  embeddingDrift,
  centroidDistance,
  silence,
  ...factMetrics,
];

/** The metric of that id; undefined where the catalogue has none. */
export function metric(id: string): Metric | undefined {
  return catalogue.find((candidate) => candidate.id === id);
}
