/** What one step of a series can say, and what it means. `controls test --help` prints this table. */
export const NUMBERS = {
  decisions: "predictions in the step (predictions is the same)",
  predictions: "predictions in the step",
  error_rate: "share of them that failed",
  latency: "seconds that each took",
  reviews: "how many of them a person decided about; all where override_rate is given alone",
  override_rate: "share of the decided that were overridden",
  escalation_rate: "share of the decided that were escalated",
  review_seconds: "seconds that a person looked",
  label_coverage: "share of them whose truth becomes known; all where accuracy is given alone",
  accuracy: "share of the known truths that the label equals",
  selection_rate: "share of them with the favourable label",
  base_rate: "share of the truths that are the favourable label",
  recall: "share of the favourable truths that got the favourable label",
  false_positive_rate: "share of the other truths that got the favourable label",
  score: "confidence of each label",
  value: "the predicted number",
  absolute_error: "how far the true number is from it, to either side in turn",
  bias: "how far the predicted numbers are above the true ones",
  rank: "rank of the right answer",
  input_tokens: "tokens that each reads, as a call of a hosted model",
  cached_tokens: "of those, tokens from the provider's cache",
  output_tokens: "tokens that each answers with",
  untold_tokens: "share of the calls that do not say their tokens",
  first_chunk: "seconds until the answer of each begins",
  refusal_rate: "share of the calls that the model declines to answer",
  truncated_rate: "share of the answers that are cut off at a limit of tokens",
  heartbeat: "signs of life in the step",
  concerns: "concerns that people report in the step",
} as const;

/** As above, of one feature, label, check or fact: `shift.income`. */
export const FAMILIES = {
  "shift.":
    "shift of a numeric feature in standard deviations of the baseline, or share that moves from the most frequent category to the least",
  "scale.": "factor on a numeric feature",
  "missing.": "share without the feature",
  "new_category.": "share with a category that nobody knows",
  "out_of_range.": "share beyond everything in the baseline",
  "stuck.": "share with one and the same value",
  "label.": "share with the label",
  "check.": "share of the checked that failed the check",
  "checked.": "share that the check looked at; all where it is not given",
  "fact.": "what the collector knows without telemetry, such as fact.undeclared",
} as const;

/** Names, one a step. */
export const NAMES = {
  model_name: "model that answered, as the provider calls it",
  model_version: "version, in place of that of the series",
  supplier: "provider that answered",
  finish_reason: "why the answers ended, in the provider's word",
  tool: "tool that each answer asks for, once",
  reviewer: "person who decided",
  role: "role of that person",
} as const;

export function isOfFamily(key: string): boolean {
  return Object.keys(FAMILIES).some(
    (family) => key.startsWith(family) && key.length > family.length,
  );
}
