import { type Api, callApi, textAt } from "./api.ts";
import { featuresOf } from "./features.ts";
import { accuracyOf, crossValidated } from "./filter.ts";
import type { Letter } from "./split.ts";

/**
 * Registers the training mail as the reference of its system and approves it, as a person would
 * before the model goes live. Gives the digest.
 *
 * The accepted rates come from cross-validation on the training mail: what the filter gets wrong there is
 * what reviewers are expected to relabel. It does not fail on any mail, so the accepted error rate is 0.
 * The answers of those folds also say what its scores are worth, so that accuracy can be estimated before
 * anybody files a mail.
 */
export async function approveBaseline(of: {
  readonly api: Api;
  readonly system: string;
  readonly training: readonly Letter[];
}): Promise<string> {
  const answers = crossValidated(of.training);
  const accuracy = accuracyOf(answers, of.training);
  const registered = await callApi(of.api, "POST", "/api/v1/baselines", {
    system: of.system,
    name: "training",
    columns: columnsOf(of.training),
    scores: {
      label: answers.map(({ label }) => label),
      score: answers.map(({ score }) => score),
      truth: of.training.map(({ label }) => label),
    },
    rates: { accuracy, overrideRate: 1 - accuracy, errorRate: 0 },
  });
  const digest = textAt(registered, "digest");
  await callApi(of.api, "POST", `/api/v1/baselines/${digest}/approve`);
  return digest;
}

/** Feature → its value for every letter, in the letters' order. */
export function columnsOf(letters: readonly Letter[]): Record<string, (number | string | null)[]> {
  const columns: Record<string, (number | string | null)[]> = {};
  for (const { mail } of letters) {
    for (const [name, value] of Object.entries(featuresOf(mail))) {
      columns[name] ??= [];
      columns[name].push(value);
    }
  }
  return columns;
}
