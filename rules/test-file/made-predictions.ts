import type { ObservedPrediction } from "../evidence/record.ts";
import { featureValue, placeOf } from "./feature-value.ts";
import { madeCalls } from "./made-calls.ts";
import type { StepValues } from "./step-values.ts";

/** Predictions of one step, and their truths where `recall` and the like say them. */
export interface MadePredictions {
  readonly predictions: readonly ObservedPrediction[];
  readonly truths: readonly string[] | null;
}

/** Makes `n` predictions of one step. `first` counts those that were made before; `name` tells a late batch apart. */
export function madePredictions(
  values: StepValues,
  step: number,
  of: {
    readonly fromMs: number;
    readonly n: number;
    readonly first: number;
    readonly name: string;
    readonly errorRate: number | null;
  },
): MadePredictions {
  const { n, name } = of;
  const { series } = values;
  const failed = values.share(`${name}error_rate`, step, n, of.errorRate);
  const { labels, truths } = labelling(values, step, of);
  const features = featuresOf(values, step, of);
  const callOf = madeCalls(values, step, { n, name, failed });
  const [model, supplier] = [values.name("model_name", step), values.name("supplier", step)];
  const value = values.number("value", step);
  const isRanking = values.isGiven("rank", step);
  const predictions = Array.from({ length: n }, (_, i): ObservedPrediction => {
    const call = callOf(i);
    return {
      kind: "prediction",
      id: `${values.index}-${name}${step}-${i}`,
      timeMs: of.fromMs + Math.floor((i * series.everyMs) / n),
      model: {
        version: values.name("model_version", step) ?? series.modelVersion,
        ...(model === undefined ? {} : { name: model }),
        ...(supplier === undefined ? {} : { supplier }),
      },
      task: isRanking ? "ranking" : value === null ? "classification" : "regression",
      label: isRanking || value !== null ? "" : (labels[i] ?? series.favourable),
      score: values.number("score", step),
      value,
      latency: values.number("latency", step),
      status: failed[i] === true ? "error" : "ok",
      segment: series.segment,
      ...(call === undefined ? {} : { call }),
      ...features(i),
    };
  });
  return { predictions, truths };
}

interface Labelling {
  readonly labels: readonly string[];
  readonly truths: readonly string[] | null;
}

function labelling(
  values: StepValues,
  step: number,
  { n, name }: { readonly n: number; readonly name: string },
): Labelling {
  const { favourable } = values.series;
  const other = values.otherThan(favourable);
  const baseRate = values.number("base_rate", step);
  if (baseRate !== null) {
    const positive = values.share(`${name}base_rate`, step, n, baseRate);
    const positives = positive.filter(Boolean).length;
    const recall = values.number("recall", step) ?? 1;
    const hit = values.share(`${name}recall`, step, positives, recall);
    const falseRate = values.number("false_positive_rate", step);
    const missed = values.share(`${name}false_positive`, step, n - positives, falseRate);
    let [p, q] = [0, 0];
    const labels = positive.map((is) =>
      (is ? hit[p++] : missed[q++]) === true ? favourable : other,
    );
    return { labels, truths: positive.map((is) => (is ? favourable : other)) };
  }
  if (values.mix.length > 0) return { labels: mixed(values, step, { n, name }), truths: null };
  const selected = values.number("selection_rate", step) ?? 0.5;
  const chosen = values.share(`${name}selection_rate`, step, n, selected);
  return { labels: chosen.map((is) => (is ? favourable : other)), truths: null };
}

/** Labels by the shares of `label.NAME`; what they leave over has none. */
function mixed(
  values: StepValues,
  step: number,
  { n, name }: { readonly n: number; readonly name: string },
): readonly string[] {
  const labels = new Array<string>(n).fill("");
  let free = labels.map((_, i) => i);
  let left = 1;
  for (const key of values.mix) {
    const share = values.number(key, step) ?? 0;
    const chosen = values.share(
      `${name}${key}`,
      step,
      free.length,
      left > 0 ? Math.min(1, share / left) : 0,
    );
    for (const [j, i] of free.entries()) if (chosen[j] === true) labels[i] = key.slice(6);
    free = free.filter((_, j) => chosen[j] !== true);
    left -= share;
  }
  return labels;
}

function featuresOf(
  values: StepValues,
  step: number,
  { n, first, name }: { readonly n: number; readonly first: number; readonly name: string },
): (i: number) => Pick<ObservedPrediction, "numericFeatures" | "categoricalFeatures"> {
  const share = (what: string): readonly boolean[] =>
    values.share(`${name}${what}`, step, n, values.number(what, step));
  const features = Object.entries(values.series.features).map(([feature, shape], place) => ({
    feature,
    shape,
    place,
    isAbsent: values.series.values[`shift.${feature}`]?.[step] === null,
    shift: values.number(`shift.${feature}`, step) ?? 0,
    scale: values.number(`scale.${feature}`, step) ?? 1,
    missing: share(`missing.${feature}`),
    beyond: share(`${shape.kind === "numeric" ? "out_of_range" : "new_category"}.${feature}`),
    stuck: share(`stuck.${feature}`),
  }));
  return (i) => {
    const present = features.flatMap((each): readonly (readonly [string, number | string])[] => {
      if (each.isAbsent || each.missing[i] === true) return [];
      const change = {
        shift: each.shift,
        scale: each.scale,
        isBeyond: each.beyond[i] === true,
        isStuck: each.stuck[i] === true,
      };
      return [[each.feature, featureValue(each.shape, placeOf(first + i, each.place), change)]];
    });
    return {
      numericFeatures: Object.fromEntries(present.filter(isNumeric)),
      categoricalFeatures: Object.fromEntries(present.filter(isCategorical)),
    };
  };
}

function isNumeric(entry: readonly [string, number | string]): entry is readonly [string, number] {
  return typeof entry[1] === "number";
}

function isCategorical(
  entry: readonly [string, number | string],
): entry is readonly [string, string] {
  return typeof entry[1] === "string";
}
