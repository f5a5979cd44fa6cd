import { callTable } from "./call-table.ts";
import { factTable } from "./fact-table.ts";

/** How one metric of the catalogue reads on a page. */
export interface MetricWords {
  readonly title: string;
  /** One sentence: what was counted and divided by what. */
  readonly meaning: string;
  /** `money`: US dollars. */
  readonly style: "count" | "percent" | "seconds" | "plain" | "money";
}

/** The words of every metric of the catalogue. A test holds both lists to each other. */
export const metricTable: Readonly<Record<string, MetricWords>> = {
  count: count("Predictions", "Predictions whose time falls in the step."),
  error_rate: share("Errors", "Predictions that failed, of all predictions."),
  bad_answer_rate: share(
    "Bad answers",
    "Predictions that were not answered as promised, of all predictions.",
  ),
  latency_p50: time("Median latency", "Half of the predictions took no longer; exact to 1 %."),
  latency_p90: time(
    "Latency, 90th percentile",
    "9 of 10 predictions took no longer; exact to 1 %.",
  ),
  latency_p95: time(
    "Latency, 95th percentile",
    "19 of 20 predictions took no longer; exact to 1 %.",
  ),
  latency_p99: time(
    "Latency, 99th percentile",
    "99 of 100 predictions took no longer; exact to 1 %.",
  ),
  response_model: share(
    "Answers of unapproved models",
    "Predictions by a model that is not on the list, of those that name theirs.",
  ),
  model_version: share(
    "Answers of unapproved versions",
    "Predictions by a model version that is not on the list, of those that name theirs.",
  ),
  supplier: share(
    "Answers of unassessed suppliers",
    "Predictions by a supplier that is not on the list, of those that name theirs.",
  ),

  accuracy: share("Accuracy", "Correct predictions, of those whose outcome is known."),
  precision: share("Precision", "Of the predictions of the positive label, those that were right."),
  recall: share("True positive rate", "Of the truly positive cases, those that were found."),
  f1: share("F1", "Harmonic mean of precision and recall."),
  false_positive_rate: share(
    "False positive rate",
    "Of the truly negative cases, those that were called positive.",
  ),
  false_negative_rate: share(
    "False negative rate",
    "Of the truly positive cases, those that were missed.",
  ),
  roc_auc: plain(
    "ROC AUC",
    "How often a positive case scores above a negative one; 0.5 is chance.",
  ),
  average_precision: plain(
    "Average precision",
    "Precision over all thresholds, weighted by what each of them finds.",
  ),
  calibration_error: share(
    "Calibration error",
    "How far scores are from the share that turns out right, on average.",
  ),
  brier_score: plain("Brier score", "Mean squared distance of the score from the outcome."),
  log_loss: plain("Log loss", "Mean surprise at the outcome, in nats."),
  label_coverage: share("Label coverage", "Predictions whose outcome is known, of all."),
  estimated_accuracy: share(
    "Estimated accuracy",
    "What scores like these were worth in the approved baseline; needs no outcomes.",
  ),
  estimated_precision: share("Estimated precision", "Precision that the scores promise."),
  estimated_recall: share(
    "Estimated true positive rate",
    "What share of positives scores promise.",
  ),
  estimated_f1: share("Estimated F1", "F1 that the scores promise."),
  estimated_roc_auc: plain("Estimated ROC AUC", "ROC AUC that the scores promise."),
  accuracy_gap: share(
    "Accuracy gap",
    "Estimated less realised accuracy of the same predictions; above 0 it is a sign of concept drift.",
  ),
  mae: plain(
    "Mean absolute error",
    "How far predicted numbers are off, on average, in their unit.",
  ),
  rmse: plain("Root mean squared error", "As the mean error, but large errors count for more."),
  bias: plain("Bias", "Predicted less true value, on average: above 0 it is too high."),
  r_squared: plain("R²", "Share of the variation of outcomes that the predictions explain."),
  mean_reciprocal_rank: plain(
    "Mean reciprocal rank",
    "1 where the right answer came first, ½ where it came second, and so on; the average.",
  ),
  hit_rate_at_10: share("Hit rate at 10", "Predictions with the right answer in the first ten."),
  ndcg_at_10: plain("NDCG at 10", "Discounted gain of the right answer in the first ten."),

  selection_rate: share(
    "Selection rate",
    "Predictions with the favourable label, of all predictions.",
  ),
  selection_rate_ratio: plain(
    "Selection-rate ratio",
    "Selection rate of a segment, divided by the highest segment's.",
  ),
  equal_opportunity_gap: share(
    "Equal opportunity gap",
    "How far a segment's true positive rate is below the highest.",
  ),
  false_positive_rate_gap: share(
    "False positive rate gap",
    "How far a segment's false positive rate is above the lowest.",
  ),
  equalised_odds_gap: share(
    "Equalised odds gap",
    "The larger of a segment's true positive rate and false positive rate gaps.",
  ),

  override_rate: share(
    "Overrides by people",
    "Decisions in which a person changed what the model said, of those that confirm or change it.",
  ),
  override_shortfall: share(
    "Overrides missing",
    "How far overrides fall short of what real reviews would show; above 0 it looks like rubber-stamping.",
  ),
  overrides_right: share(
    "Overrides that were right",
    "Of the overrides whose outcome is known, those in which the person was right.",
  ),
  confirms_wrong: share(
    "Confirmations that were wrong",
    "Of the confirmations whose outcome is known, those in which the model was wrong.",
  ),
  review_time_p50: time("Median review time", "Half of the reviews took no longer; exact to 1 %."),
  short_review_rate: share(
    "Implausibly short reviews",
    "Timed reviews of less than 2 seconds, of all timed ones.",
  ),
  oversight_disparity: share(
    "Oversight disparity",
    "How far a segment's override rate is above the lowest.",
  ),
  unreviewed_rate: share(
    "Unreviewed predictions",
    "Predictions that nobody has decided about, of all predictions.",
  ),
  late_review_rate: share(
    "Late reviews",
    "Predictions whose first decision came later than declared, of those that have one.",
  ),
  reviewer: share(
    "Decisions of unauthorised reviewers",
    "Decisions by people who are not on the list, of those that name theirs.",
  ),

  failed_check_rate: share(
    "Failed checks",
    "Predictions that failed the check, of those that it looked at.",
  ),
  check_coverage: share(
    "Check coverage",
    "Predictions that the check looked at, of all predictions.",
  ),
  unacknowledged_concerns: count(
    "Unacknowledged concerns",
    "Open concerns that nobody has acknowledged and that are older than declared.",
  ),
  overdue_concerns: count("Overdue concerns", "Open concerns that are older than declared."),

  missing_rate: share("Missing values", "Predictions in which the feature was absent."),
  new_category_rate: share("New categories", "Values that the baseline has never seen."),
  out_of_range_rate: share(
    "Out of range",
    "Values beyond the smallest and largest of the baseline.",
  ),
  constant: plain("One value only", "1 where all values are equal and the baseline's are not."),
  stuck: share("Stuck on one value", "By how much the commonest value is commoner than any was."),
  unit_change: plain("Change of unit or sign", "1 where values look as if in another unit."),
  psi: plain(
    "Drift (PSI)",
    "Population stability index of live values against the approved baseline.",
  ),
  jensen_shannon: plain(
    "Jensen–Shannon distance",
    "How well one value tells which side it is from: 0 not at all, 1 surely.",
  ),
  hellinger: plain("Hellinger distance", "Distance by the roots of both sides' shares, 0 to 1."),
  kolmogorov_smirnov: plain(
    "Kolmogorov–Smirnov distance",
    "The largest gap between both cumulative distributions, 0 to 1.",
  ),
  wasserstein: plain(
    "Wasserstein distance",
    "How far values moved on average, in interquartile ranges of the baseline.",
  ),
  total_variation: plain(
    "Total variation distance",
    "The share of values that would have to move to undo the shift.",
  ),
  output_drift: plain(
    "Drift of outputs (PSI)",
    "Population stability index of predicted labels against those of the approved baseline.",
  ),
  embedding_drift: plain(
    "Embedding drift (MMD²)",
    "Squared distance of both sides' mean embeddings in a kernel space: 0 is the same, 2 the most.",
  ),
  centroid_distance: plain("Centroid distance", "1 − cosine of the angle between both means."),
  largest_difference: plain(
    "Largest difference of a bin (L∞)",
    "The most that one bin's share changed.",
  ),
  chi_squared: plain(
    "χ² of both samples",
    "For information: in large samples any difference shows.",
  ),
  cramers_v: plain("Cramér's V", "How closely bin and side go together, 0 to 1."),
  silence: time("Silence", "Time since the system was last heard of."),
  ...callTable,
  ...factTable,
};

function count(title: string, meaning: string): MetricWords {
  return { title, meaning, style: "count" };
}

function share(title: string, meaning: string): MetricWords {
  return { title, meaning, style: "percent" };
}

function time(title: string, meaning: string): MetricWords {
  return { title, meaning, style: "seconds" };
}

function plain(title: string, meaning: string): MetricWords {
  return { title, meaning, style: "plain" };
}
