import type { Attributes, AttributeValue, WireRecord } from "./attribute-value.ts";
import { ATTRIBUTE, EVENT, GEN_AI } from "./attributes.ts";
import type { Change } from "./change.ts";
import type { ClientMetric } from "./client-metric.ts";
import type { Concern } from "./concern.ts";
import type { GenAiCall } from "./genai-call.ts";
import type { Heartbeat } from "./heartbeat.ts";
import type { Origin } from "./origin.ts";
import type { Outcome } from "./outcome.ts";
import type { Oversight } from "./oversight.ts";
import { setOwn } from "./own-property.ts";
import type { Model, Prediction } from "./prediction.ts";
import type { Profile } from "./profile.ts";
import type { Score } from "./score.ts";
import type { Statement, Telemetry } from "./telemetry.ts";

/**
 * One record as it travels. What its sender did not say (an empty string, a null) has no attribute.
 *
 * The origin is not part of the record: it is the resource, see `resourceAttributes`.
 */
export function toWire(
  telemetry: Omit<Telemetry, "origin"> & { readonly origin?: Origin },
): WireRecord {
  const { statement, traceId, spanId } = telemetry;
  if (statement.kind === "client_metric") {
    throw new TypeError(`${statement.metric} travels as a metric, not as an event`);
  }
  const attributes = describe(statement);
  if (telemetry.seq > 0) attributes[ATTRIBUTE.seq] = telemetry.seq;
  return {
    eventName: EVENT[statement.kind],
    timeMs: statement.timeMs,
    traceId,
    spanId,
    attributes,
  };
}

type Draft = Record<string, AttributeValue>;

function describe(statement: Exclude<Statement, ClientMetric>): Draft {
  switch (statement.kind) {
    case "prediction":
      return describePrediction(statement);
    case "outcome":
      return describeOutcome(statement);
    case "oversight":
      return describeOversight(statement);
    case "score":
      return describeScore(statement);
    case "concern":
      return describeConcern(statement);
    case "change":
      return describeChange(statement);
    case "heartbeat":
      return describeHeartbeat(statement);
    case "profile":
      return describeProfile(statement);
  }
}

function describePrediction(prediction: Prediction): Draft {
  const into: Draft = {};
  put(into, ATTRIBUTE.predictionId, prediction.id);
  putModel(into, prediction.model);
  put(into, ATTRIBUTE.task, prediction.task);
  put(into, ATTRIBUTE.label, prediction.label);
  put(into, ATTRIBUTE.score, prediction.score);
  put(into, ATTRIBUTE.value, prediction.value);
  put(into, ATTRIBUTE.latency, prediction.latency);
  put(into, ATTRIBUTE.status, prediction.status);
  put(into, ATTRIBUTE.errorType, prediction.errorType);
  put(into, ATTRIBUTE.subject, prediction.subject);
  putMap(into, ATTRIBUTE.segment, prediction.segment);
  putMap(into, ATTRIBUTE.features, features(prediction));
  if (prediction.call !== undefined) putCall(into, prediction.call, prediction.model);
  return into;
}

/** The source is the receiver's to say. */
function putCall(into: Draft, call: GenAiCall, model: Model): void {
  put(into, GEN_AI.operation, call.operation);
  put(into, GEN_AI.provider, model.supplier);
  put(into, GEN_AI.requestModel, call.requestModel);
  put(into, GEN_AI.responseModel, model.name);
  put(into, ATTRIBUTE.callModelSource, call.modelSource);
  put(into, GEN_AI.responseId, call.responseId);
  put(into, GEN_AI.conversationId, call.conversationId);
  put(into, GEN_AI.inputTokens, call.inputTokens);
  put(into, GEN_AI.cachedTokens, call.cachedTokens);
  put(into, GEN_AI.cacheWriteTokens, call.cacheWriteTokens);
  put(into, GEN_AI.outputTokens, call.outputTokens);
  put(into, GEN_AI.reasoningTokens, call.reasoningTokens);
  if (call.finishReasons.length > 0) into[GEN_AI.finishReasons] = call.finishReasons;
  putMap(into, ATTRIBUTE.callTools, call.tools);
  put(into, ATTRIBUTE.callRefused, call.isRefused);
  put(into, GEN_AI.isStreamed, call.isStreamed);
  put(into, GEN_AI.firstChunk, call.firstChunk);
}

/** One map again: a number is a numeric feature, a string a categorical one, null a missing one. */
function features(prediction: Prediction): Attributes {
  const { numericFeatures, categoricalFeatures } = prediction;
  const map: Draft = {};
  for (const name of Object.keys(numericFeatures))
    setOwn<AttributeValue>(map, name, numericFeatures[name] ?? null);
  for (const name of Object.keys(categoricalFeatures)) {
    setOwn<AttributeValue>(map, name, categoricalFeatures[name] ?? null);
  }
  for (const name of prediction.missingFeatures) setOwn<AttributeValue>(map, name, null);
  return map;
}

function describeOutcome(outcome: Outcome): Draft {
  const into: Draft = {};
  put(into, ATTRIBUTE.predictionId, outcome.id);
  put(into, ATTRIBUTE.outcomeLabel, outcome.label);
  put(into, ATTRIBUTE.outcomeValue, outcome.value);
  put(into, ATTRIBUTE.outcomeSource, outcome.source);
  return into;
}

function describeOversight(oversight: Oversight): Draft {
  const into: Draft = {};
  put(into, ATTRIBUTE.predictionId, oversight.id);
  put(into, ATTRIBUTE.oversightAction, oversight.action);
  put(into, ATTRIBUTE.oversightFrom, oversight.from);
  put(into, ATTRIBUTE.oversightTo, oversight.to);
  put(into, ATTRIBUTE.oversightActorId, oversight.by);
  put(into, ATTRIBUTE.oversightActorRole, oversight.role);
  put(into, ATTRIBUTE.oversightReasonCode, oversight.reason);
  put(into, ATTRIBUTE.oversightReviewDuration, oversight.reviewSeconds);
  return into;
}

function describeScore(score: Score): Draft {
  const into: Draft = {};
  put(into, ATTRIBUTE.predictionId, score.id);
  put(into, ATTRIBUTE.scoreName, score.name);
  put(into, ATTRIBUTE.scoreValue, score.value);
  put(into, ATTRIBUTE.scoreLabel, score.label);
  put(into, ATTRIBUTE.scorePassed, score.passed);
  put(into, ATTRIBUTE.scoreSource, score.source);
  return into;
}

function describeConcern(concern: Concern): Draft {
  const into: Draft = {};
  put(into, ATTRIBUTE.concernId, concern.id);
  put(into, ATTRIBUTE.concernStatus, concern.status);
  put(into, ATTRIBUTE.concernKind, concern.concern);
  put(into, ATTRIBUTE.concernSummary, concern.summary);
  put(into, ATTRIBUTE.concernBy, concern.by);
  return into;
}

function describeChange(change: Change): Draft {
  const into: Draft = {};
  put(into, ATTRIBUTE.changeKind, change.change);
  put(into, ATTRIBUTE.changeSummary, change.summary);
  put(into, ATTRIBUTE.changeFrom, change.from);
  put(into, ATTRIBUTE.changeTo, change.to);
  return into;
}

function describeHeartbeat(heartbeat: Heartbeat): Draft {
  const into: Draft = {};
  putMap(into, ATTRIBUTE.seqLast, heartbeat.lastSeq);
  putMap(into, ATTRIBUTE.dropped, heartbeat.dropped);
  into[ATTRIBUTE.queueDepth] = heartbeat.queueDepth;
  const { instrumented = [], uninstrumented = [], clockOffsetMs } = heartbeat;
  if (instrumented.length > 0) into[ATTRIBUTE.instrumented] = instrumented;
  if (uninstrumented.length > 0) into[ATTRIBUTE.uninstrumented] = uninstrumented;
  if (clockOffsetMs !== undefined) into[ATTRIBUTE.clockOffset] = clockOffsetMs / 1000;
  return into;
}

/** Seconds for the window, as for every duration here. */
function describeProfile(profile: Profile): Draft {
  const into: Draft = {};
  putModel(into, profile.model);
  putMap(into, ATTRIBUTE.segment, profile.segment);
  put(into, ATTRIBUTE.profileFeature, profile.feature);
  put(into, ATTRIBUTE.profileBaseline, profile.baseline);
  put(into, ATTRIBUTE.profileWindow, profile.windowMs / 1000);
  put(into, ATTRIBUTE.profilePredictions, profile.predictions);
  putCount(into, ATTRIBUTE.profileMissing, profile.missing);
  putCount(into, ATTRIBUTE.profileNotANumber, profile.notANumber);
  putCount(into, ATTRIBUTE.profileWrongType, profile.wrongType);
  putCount(into, ATTRIBUTE.profileInfinite, profile.infinite);
  put(into, ATTRIBUTE.profileMin, profile.min);
  put(into, ATTRIBUTE.profileMax, profile.max);
  putCounts(into, [ATTRIBUTE.profileCells, ATTRIBUTE.profileCellCounts], profile.cells);
  putCounts(
    into,
    [ATTRIBUTE.profileMagnitudes, ATTRIBUTE.profileMagnitudeCounts],
    profile.magnitudes,
  );
  put(into, ATTRIBUTE.profileSum, profile.sum);
  put(into, ATTRIBUTE.profileSumOfSquares, profile.sumOfSquares);
  return into;
}

function putModel(into: Draft, model: Model): void {
  put(into, ATTRIBUTE.modelName, model.name);
  put(into, ATTRIBUTE.modelVersion, model.version);
  put(into, ATTRIBUTE.modelSupplier, model.supplier);
  put(into, ATTRIBUTE.modelDigest, model.digest);
}

/** Absent is zero: a profile has many counts, and most of them are nothing. */
function putCount(into: Draft, name: string, count: number): void {
  if (count !== 0) into[name] = count;
}

/** Lists, not a map: every OpenTelemetry pipeline passes them on, and not every one does maps. */
function putCounts(
  into: Draft,
  [keys, counts]: readonly [string, string],
  map: Readonly<Record<string, number>>,
): void {
  const entries = Object.entries(map);
  if (entries.length === 0) return;
  into[keys] = entries.map(([key]) => Number(key));
  into[counts] = entries.map(([, count]) => count);
}

function put(into: Draft, name: string, value: string | number | boolean | null): void {
  if (value !== "" && value !== null) into[name] = value;
}

function putMap(into: Draft, name: string, map: Attributes): void {
  for (const _ in map) {
    into[name] = map;
    return;
  }
}
