import type { Good } from "../control/control.ts";
import type { Answers } from "./answers.ts";
import type { Checks } from "./checks.ts";
import type { Decisions } from "./decisions.ts";
import type { Errors } from "./errors.ts";
import { type Latencies, latencyCell } from "./latencies.ts";
import type { NameOf, Names } from "./names.ts";
import { type Ranks, rankOf } from "./ranks.ts";
import type {
  ObservedOutcome,
  ObservedPrediction,
  ObservedReview,
  ObservedScore,
} from "./record.ts";
import type { Responses } from "./responses.ts";
import type { Reviews } from "./reviews.ts";
import { SCORE_BINS, type Scores, scoreBin } from "./scores.ts";
import type { Volume } from "./volume.ts";

/** Each function here sums the records of one group into its evidence. Order does not matter. */
export function tallyVolume(predictions: readonly ObservedPrediction[]): Volume {
  const errors = predictions.filter((prediction) => prediction.status === "error").length;
  return { kind: "volume", predictions: predictions.length, errors };
}

/** A latency that is not known, or no number, is no failure. */
export function tallyAnswers(predictions: readonly ObservedPrediction[], good: Good): Answers {
  const { status: wanted, latencyMax } = good;
  const isGood = ({ status, latency }: ObservedPrediction): boolean =>
    (wanted === null || status === wanted) &&
    (latencyMax === null || latency === null || !(latency > latencyMax));
  return {
    kind: "answers",
    predictions: predictions.length,
    good: predictions.filter(isGood).length,
  };
}

/** One name a record, `""` where it has none. */
export function tallyNames(names: readonly string[]): Names {
  const counts = new Map<string, number>();
  for (const name of names) if (name !== "") count(counts, name);
  const unknown = names.filter((name) => name === "").length;
  return { kind: "names", counts: Object.fromEntries(counts), unknown };
}

/** What names a prediction as a whole: a decision knows its reviewer, and a call may have several tools. */
export type OwnName = Exclude<NameOf, "reviewer" | "tool" | "finish_reason">;

/** What a prediction is called; null where it failed and so has nothing to be called. */
export function nameOf({ model, status }: ObservedPrediction, of: OwnName): string | null {
  const name = nameIn(model, of);
  return name === "" && status === "error" ? null : name;
}

function nameIn(model: ObservedPrediction["model"], of: OwnName): string {
  switch (of) {
    case "model":
      return model.name ?? "";
    case "model_version":
      return model.version;
    case "supplier":
      return model.supplier ?? "";
  }
}

/** `said` answers the scores of a prediction, one a name; one that does not say whether it passed is none. */
export function tallyChecks(
  predictions: readonly ObservedPrediction[],
  said: (prediction: ObservedPrediction) => readonly ObservedScore[],
): Checks {
  const checks = new Map<string, { checked: number; failed: number }>();
  for (const { name, passed } of predictions.flatMap(said)) {
    if (passed === null) continue;
    const known = checks.get(name) ?? { checked: 0, failed: 0 };
    checks.set(name, {
      checked: known.checked + 1,
      failed: known.failed + (passed ? 0 : 1),
    });
  }
  return { kind: "checks", predictions: predictions.length, checks: Object.fromEntries(checks) };
}

/** `firstMs` answers when a prediction was first decided about, or null where nobody did. */
export function tallyResponses(
  predictions: readonly ObservedPrediction[],
  firstMs: (prediction: ObservedPrediction) => number | null,
  withinMs: number | undefined,
): Responses {
  let [reviewed, inTime] = [0, 0];
  for (const prediction of predictions) {
    const first = firstMs(prediction);
    if (first === null) continue;
    reviewed += 1;
    // In whole microseconds, which is what is kept: of milliseconds the difference has a rest.
    const took = Math.round(first * 1000) - Math.round(prediction.timeMs * 1000);
    if (withinMs === undefined || took <= Math.round(withinMs * 1000)) inTime += 1;
  }
  return { kind: "responses", predictions: predictions.length, reviewed, inTime };
}

/** `truth` answers the true label of a prediction, or null where it is not known. */
export function tallyDecisions(
  predictions: readonly ObservedPrediction[],
  truth: (prediction: ObservedPrediction) => string | null,
): Decisions {
  const predicted = new Map<string, number>();
  const pairs = new Map<string, Map<string, number>>();
  for (const prediction of predictions) {
    if (prediction.status !== "ok" || prediction.label === "") continue;
    count(predicted, prediction.label);
    const label = truth(prediction);
    if (label === null) continue;
    const row = pairs.get(prediction.label) ?? new Map<string, number>();
    pairs.set(prediction.label, row);
    count(row, label);
  }
  return {
    kind: "decisions",
    predicted: Object.fromEntries(predicted),
    pairs: Object.fromEntries([...pairs].map(([label, row]) => [label, Object.fromEntries(row)])),
  };
}

/** `truth` as for `tallyDecisions`. */
export function tallyScores(
  predictions: readonly ObservedPrediction[],
  truth: (prediction: ObservedPrediction) => string | null,
): Scores {
  const predicted = new Map<string, number[]>();
  const pairs = new Map<string, Map<string, number[]>>();
  let outside = 0;
  for (const prediction of predictions) {
    const { status, label, score } = prediction;
    if (status !== "ok" || label === "" || score === null) continue;
    const bin = scoreBin(score);
    if (bin === null) {
      outside += 1;
      continue;
    }
    countIn(predicted, label, bin);
    const real = truth(prediction);
    if (real === null) continue;
    const row = pairs.get(label) ?? new Map<string, number[]>();
    pairs.set(label, row);
    countIn(row, real, bin);
  }
  return {
    kind: "scores",
    predicted: Object.fromEntries(predicted),
    pairs: Object.fromEntries([...pairs].map(([label, row]) => [label, Object.fromEntries(row)])),
    outside,
  };
}

/** `truth` answers the true value of a prediction, or null where it is not known. */
export function tallyErrors(
  predictions: readonly ObservedPrediction[],
  truth: (prediction: ObservedPrediction) => number | null,
): Errors {
  let [answered, n, signed, absolute, squared] = [0, 0, 0, 0, 0];
  let [truths, truthSquared, absoluteMax] = [0, 0, 0];
  for (const prediction of predictions) {
    const { status, value } = prediction;
    if (status !== "ok" || value === null || !Number.isFinite(value)) continue;
    answered += 1;
    const real = truth(prediction);
    if (real === null || !Number.isFinite(real)) continue;
    const error = value - real;
    n += 1;
    signed += error;
    absolute += Math.abs(error);
    squared += error * error;
    truths += real;
    truthSquared += real * real;
    absoluteMax = Math.max(absoluteMax, Math.abs(error));
  }
  return {
    kind: "errors",
    predictions: answered,
    n,
    signed,
    absolute,
    squared,
    truth: truths,
    truthSquared,
    absoluteMax,
  };
}

/** `truth` as for `tallyErrors`: the rank at which the right answer stood. */
export function tallyRanks(
  predictions: readonly ObservedPrediction[],
  truth: (prediction: ObservedPrediction) => number | null,
): Ranks {
  const ranked = predictions.filter(({ status, task }) => status === "ok" && task === "ranking");
  const counts = new Map<string, number>();
  for (const prediction of ranked) {
    const rank = rankOf(truth(prediction));
    if (rank !== null) count(counts, String(rank));
  }
  return { kind: "ranks", predictions: ranked.length, counts: Object.fromEntries(counts) };
}

/** `known` answers the prediction that a decision is about with its truth; null without either. */
export function tallyReviews(
  reviews: readonly ObservedReview[],
  known: (review: ObservedReview) => Known | null,
): Reviews {
  const actions = new Map<string, number>();
  const dwell = new Map<string, Map<string, number>>();
  const outcomes = {
    confirmed: 0,
    confirmedRight: 0,
    overridden: 0,
    overriddenRight: 0,
    overriddenModelRight: 0,
  };
  for (const review of reviews) {
    const { action, to, reviewSeconds } = review;
    count(actions, action);
    if (reviewSeconds !== null) {
      const cells = dwell.get(action) ?? new Map<string, number>();
      dwell.set(action, cells);
      count(cells, String(latencyCell(reviewSeconds)));
    }
    if (action !== "confirm" && action !== "override") continue;
    const about = known(review);
    if (about === null || about.outcome.label === "") continue;
    const truth = about.outcome.label;
    const modelRight = about.prediction.label === truth;
    if (action === "confirm") {
      outcomes.confirmed += 1;
      if (modelRight) outcomes.confirmedRight += 1;
    } else {
      outcomes.overridden += 1;
      if (to === truth) outcomes.overriddenRight += 1;
      if (modelRight) outcomes.overriddenModelRight += 1;
    }
  }
  return {
    kind: "reviews",
    actions: Object.fromEntries(actions),
    dwell: Object.fromEntries(
      [...dwell].map(([action, cells]) => [action, Object.fromEntries(cells)]),
    ),
    outcomes,
  };
}

/** What is known of a prediction that somebody decided about. */
export interface Known {
  readonly prediction: ObservedPrediction;
  readonly outcome: ObservedOutcome;
}

/** Predictions without a measured latency are left out. */
export function tallyLatencies(predictions: readonly ObservedPrediction[]): Latencies {
  const cells = new Map<string, number>();
  for (const { latency } of predictions) {
    if (latency !== null) count(cells, String(latencyCell(latency)));
  }
  return { kind: "latencies", cells: Object.fromEntries(cells) };
}

function countIn(bins: Map<string, number[]>, key: string, bin: number): void {
  const counts = bins.get(key) ?? new Array<number>(SCORE_BINS).fill(0);
  bins.set(key, counts);
  counts[bin] = (counts[bin] ?? 0) + 1;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
