import type { GenAiCall } from "@tiltmeter/sdk/wire/genai-call";
import { identityOf } from "../apply/identity.ts";
import type { Read } from "../engine/read.ts";
import { asFlag, asList, asNumber, asNumberOrNull, asRecord, asText } from "../row-values.ts";
import { readPredictionCall } from "./prediction-call.ts";

/** One prediction with what became of it. */
export interface StoredPrediction {
  readonly system: string;
  readonly id: string;
  readonly environment: string;
  readonly timeMs: number;
  readonly receivedMs: number;
  readonly model: { readonly name: string; readonly version: string; readonly supplier: string };
  readonly task: string;
  readonly label: string;
  readonly score: number | null;
  readonly value: number | null;
  readonly latency: number | null;
  readonly status: string;
  readonly errorType: string;
  readonly segment: Readonly<Record<string, string>>;
  readonly producer: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly numericFeatures: Readonly<Record<string, number>>;
  readonly categoricalFeatures: Readonly<Record<string, string>>;
  readonly missingFeatures: readonly string[];
  readonly outcome: {
    readonly timeMs: number;
    readonly label: string;
    readonly value: number | null;
  } | null;
  /** The oldest first. */
  readonly reviews: readonly {
    readonly timeMs: number;
    readonly action: string;
    readonly from: string;
    readonly to: string;
    readonly by: string;
    readonly reason: string;
  }[];
  /** By name. */
  readonly scores: readonly {
    readonly timeMs: number;
    readonly name: string;
    readonly value: number | null;
    readonly label: string;
    readonly passed: boolean | null;
    readonly source: string;
  }[];
  /** Null: it was no call of a hosted model. */
  readonly call: GenAiCall | null;
}

/** Null where the system has no prediction of this id. */
export async function readPrediction(
  read: Read,
  system: string,
  id: string,
): Promise<StoredPrediction | null> {
  const own = "system = {system:String} AND identity = {identity:UInt64} AND id = {id:String}";
  const parameters = { system, id, identity: identityOf(system, id) };
  const [row] = await read(
    "prediction",
    `SELECT environment, toUnixTimestamp64Micro(time), toUnixTimestamp64Milli(received_at), model_name, model_version,
       model_supplier, task, label, score, value, latency, status, error_type, segment, producer, trace_id, span_id
     FROM predictions_v1 WHERE ${own} ORDER BY received_at, _seq, _row LIMIT 1`,
    parameters,
  );
  if (row === undefined) return null;
  const [environment, time, received, name, version, supplier, task, ...answer] = row;
  const [label, score, value, latency, status, errorType, ...rest] = answer;
  const [segment, producer, traceId, spanId] = rest;
  const [[features], [outcome], reviews, scores, call] = await Promise.all([
    read(
      "prediction.features",
      "SELECT num, cat, missing FROM features_v1 WHERE system = {system:String} AND id = {id:String} LIMIT 1",
      { system, id },
    ),
    read(
      "prediction.outcome",
      `SELECT toUnixTimestamp64Micro(time), label, value FROM outcomes_v1 WHERE ${own} ORDER BY received_at, _seq, _row LIMIT 1`,
      parameters,
    ),
    read(
      "prediction.reviews",
      `SELECT toUnixTimestamp64Micro(time), action, from_label, to_label, actor, reason FROM oversight_v1 WHERE ${own}
       ORDER BY time, _seq, _row LIMIT 1000`,
      parameters,
    ),
    read(
      "prediction.scores",
      `SELECT toUnixTimestamp64Micro(time), name, value, label, passed, source FROM scores_v1 WHERE ${own}
       ORDER BY name, received_at, _seq, _row LIMIT 1 BY name LIMIT 1000`,
      parameters,
    ),
    readPredictionCall(read, { system, id }),
  ]);
  return {
    system,
    id,
    environment: asText(environment),
    timeMs: asNumber(time) / 1000,
    receivedMs: asNumber(received),
    model: { name: asText(name), version: asText(version), supplier: asText(supplier) },
    task: asText(task),
    label: asText(label),
    score: asNumberOrNull(score),
    value: asNumberOrNull(value),
    latency: asNumberOrNull(latency),
    status: asText(status),
    errorType: asText(errorType),
    segment: asRecord(segment, asText),
    producer: asText(producer),
    traceId: asText(traceId),
    spanId: asText(spanId),
    numericFeatures: asRecord(features?.[0] ?? {}, asNumber),
    categoricalFeatures: asRecord(features?.[1] ?? {}, asText),
    missingFeatures: asList(features?.[2] ?? [], asText),
    outcome:
      outcome === undefined
        ? null
        : {
            timeMs: asNumber(outcome[0]) / 1000,
            label: asText(outcome[1]),
            value: asNumberOrNull(outcome[2]),
          },
    reviews: reviews.map(([at, action, from, to, by, reason]) => ({
      timeMs: asNumber(at) / 1000,
      action: asText(action),
      from: asText(from),
      to: asText(to),
      by: asText(by),
      reason: asText(reason),
    })),
    scores: scores.map(([at, name, value, label, passed, source]) => ({
      timeMs: asNumber(at) / 1000,
      name: asText(name),
      value: asNumberOrNull(value),
      label: asText(label),
      passed: asFlag(passed),
      source: asText(source),
    })),
    call,
  };
}
