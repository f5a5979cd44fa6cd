import { latencyCell } from "@tiltmeter/rules";
import type { Prediction } from "@tiltmeter/sdk/wire/prediction";
import type { Entry } from "./batch.ts";
import { callContent } from "./call-line.ts";
import { micros, nullable, numberMap, text, word, wordList, wordMap } from "./json-text.ts";
import { SENDER_COLUMNS, senderValues } from "./sender.ts";
import { windowTimeMs } from "./window-time.ts";

export const PREDICTION_COLUMNS: readonly string[] = [
  "system",
  "id",
  "identity",
  "digest",
  "window_time",
  "latency_cell",
  ...SENDER_COLUMNS,
  "time",
  "model_name",
  "model_version",
  "model_supplier",
  "model_digest",
  "task",
  "label",
  "score",
  "value",
  "latency",
  "status",
  "error_type",
  "segment",
  "subject",
];

export const FEATURES_COLUMNS: readonly string[] = [
  "system",
  "model_version",
  "environment",
  "id",
  "window_time",
  "segment",
  "num",
  "cat",
  "missing",
];

/** What a prediction says, as text: the same for the same words, whoever carried them. */
export interface PredictionContent {
  readonly described: string;
  readonly segment: string;
  /** Null where there are no features. */
  readonly features: string | null;
  /** Null where it is no call of a generative model. */
  readonly call: string | null;
}

export function predictionContent(prediction: Prediction): PredictionContent {
  const { model, numericFeatures, categoricalFeatures, missingFeatures, call } = prediction;
  const segment = wordMap(prediction.segment);
  const described = [
    micros(prediction.timeMs),
    word(model.name),
    word(model.version),
    word(model.supplier),
    word(model.digest),
    word(prediction.task),
    word(prediction.label),
    nullable(prediction.score),
    nullable(prediction.value),
    nullable(prediction.latency),
    word(prediction.status),
    word(prediction.errorType),
    segment,
    text(prediction.subject),
  ].join(",");
  const features = [
    numberMap(numericFeatures),
    wordMap(categoricalFeatures),
    wordList(missingFeatures),
  ].join(",");
  return {
    described,
    segment,
    features: features === "{},{},[]" ? null : features,
    call: call === undefined ? null : callContent(call),
  };
}

export function predictionValues(
  { telemetry, receivedMs }: Entry,
  statement: Prediction,
  of: { readonly identity: number; readonly digest: string; readonly content: PredictionContent },
): string {
  const { timeMs, latency } = statement;
  // The cell is kept with the row: the engine's logarithm may differ from ours in the last bit.
  const named = `${word(telemetry.origin.system)},${text(statement.id)},${of.identity},"${of.digest}"`;
  const derived = `${micros(windowTimeMs(timeMs, receivedMs))},${latency === null ? "null" : latencyCell(latency)}`;
  return `${named},${derived},${senderValues(telemetry)},${of.content.described}`;
}

export function featuresValues(
  { telemetry, receivedMs }: Entry,
  statement: Prediction,
  { segment, features }: PredictionContent,
): string {
  const { system, environment } = telemetry.origin;
  const named = `${word(system)},${word(statement.model.version)},${word(environment)},${text(statement.id)}`;
  return `${named},${micros(windowTimeMs(statement.timeMs, receivedMs))},${segment},${features}`;
}
