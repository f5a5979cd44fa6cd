import type { FeatureBaseline } from "../profile/baseline.ts";
import { cellOf } from "../profile/cell-of.ts";
import type { Cells } from "./cells.ts";
import type { Decisions } from "./decisions.ts";
import { type Latencies, latencyCell } from "./latencies.ts";
import type { ObservedPrediction, ObservedReview } from "./record.ts";
import type { Reviews } from "./reviews.ts";
import type { Volume } from "./volume.ts";

/** Each function here sums the records of one group into its evidence. Order does not matter. */
export function tallyVolume(predictions: readonly ObservedPrediction[]): Volume {
  const errors = predictions.filter((prediction) => prediction.status === "error").length;
  return { kind: "volume", predictions: predictions.length, errors };
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

export function tallyReviews(reviews: readonly ObservedReview[]): Reviews {
  const actions = new Map<string, number>();
  for (const review of reviews) count(actions, review.action);
  return { kind: "reviews", actions: Object.fromEntries(actions) };
}

/** Predictions without a measured latency are left out. */
export function tallyLatencies(predictions: readonly ObservedPrediction[]): Latencies {
  const cells = new Map<string, number>();
  for (const { latency } of predictions) {
    if (latency !== null) count(cells, String(latencyCell(latency)));
  }
  return { kind: "latencies", cells: Object.fromEntries(cells) };
}

export function tallyCells(
  predictions: readonly ObservedPrediction[],
  of: { readonly name: string; readonly feature: FeatureBaseline; readonly baseline: string },
): Cells {
  const counts = of.feature.counts.map(() => 0);
  let missing = 0;
  for (const prediction of predictions) {
    const values =
      of.feature.kind === "numeric" ? prediction.numericFeatures : prediction.categoricalFeatures;
    const cell = Object.hasOwn(values, of.name) ? cellOf(of.feature, values[of.name]) : null;
    if (cell === null) missing += 1;
    else counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return { kind: "cells", baseline: of.baseline, counts, missing };
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
