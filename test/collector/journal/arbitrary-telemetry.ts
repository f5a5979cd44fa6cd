import { CONCERN_STATUSES } from "@tiltmeter/sdk/wire/concern";
import { OVERSIGHT_ACTIONS } from "@tiltmeter/sdk/wire/oversight";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import fc from "fast-check";

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.constantFrom("", "\u0000", "\u0000NaN", "\u0000\u0000n1", "\ud800", "__proto__", "💥", "‮"),
);
/** Any double: NaN, the infinities and negative zero included. */
const number = fc.double();
const numberOrNull = fc.option(number);
const key = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom("__proto__", "constructor", ""));
const numbers = fc.dictionary(key, number, { maxKeys: 5 });
const texts = fc.dictionary(key, text, { maxKeys: 5 });

const call = fc.record({
  operation: text,
  requestModel: text,
  modelSource: fc.constantFrom("provider" as const, "copied" as const, "unknown" as const),
  responseId: text,
  conversationId: text,
  inputTokens: numberOrNull,
  cachedTokens: numberOrNull,
  cacheWriteTokens: numberOrNull,
  outputTokens: numberOrNull,
  reasoningTokens: numberOrNull,
  finishReasons: fc.array(text, { maxLength: 2 }),
  tools: numbers,
  isRefused: fc.constantFrom(true, false, null),
  isStreamed: fc.constantFrom(true, false, null),
  firstChunk: numberOrNull,
  source: fc.record({
    dialect: text,
    scope: text,
    scopeVersion: text,
    schemaUrl: text,
    seenBy: fc.array(text, { maxLength: 2 }),
  }),
});
const plainPrediction = {
  kind: fc.constant("prediction" as const),
  id: text,
  timeMs: number,
  model: fc.record({ name: text, version: text, supplier: text, digest: text }),
  task: fc.constantFrom("classification" as const, "regression" as const, "" as const),
  label: text,
  score: numberOrNull,
  value: numberOrNull,
  latency: numberOrNull,
  status: fc.constantFrom("ok" as const, "error" as const),
  errorType: text,
  numericFeatures: numbers,
  categoricalFeatures: texts,
  missingFeatures: fc.array(text, { maxLength: 3 }),
  segment: texts,
  subject: text,
};
const prediction = fc.oneof(fc.record(plainPrediction), fc.record({ ...plainPrediction, call }));
const outcome = fc.record({
  kind: fc.constant("outcome" as const),
  id: text,
  timeMs: number,
  label: text,
  value: numberOrNull,
  source: text,
});
const oversight = fc.record({
  kind: fc.constant("oversight" as const),
  id: text,
  timeMs: number,
  action: fc.constantFrom(...OVERSIGHT_ACTIONS),
  from: text,
  to: text,
  by: text,
  role: text,
  reason: text,
  reviewSeconds: numberOrNull,
});
const score = fc.record({
  kind: fc.constant("score" as const),
  id: text,
  timeMs: number,
  name: text,
  value: numberOrNull,
  label: text,
  passed: fc.constantFrom(true, false, null),
  source: text,
});
const concern = fc.record({
  kind: fc.constant("concern" as const),
  id: text,
  timeMs: number,
  status: fc.constantFrom(...CONCERN_STATUSES),
  concern: text,
  summary: text,
  by: text,
});
const change = fc.record({
  kind: fc.constant("change" as const),
  timeMs: number,
  change: text,
  summary: text,
  from: text,
  to: text,
});
const heartbeat = fc.record({
  kind: fc.constant("heartbeat" as const),
  timeMs: number,
  lastSeq: numbers,
  dropped: numbers,
  queueDepth: number,
});

const profile = fc.record({
  kind: fc.constant("profile" as const),
  timeMs: number,
  windowMs: number,
  model: fc.record({ name: text, version: text, supplier: text, digest: text }),
  segment: texts,
  feature: text,
  baseline: text,
  predictions: number,
  missing: number,
  notANumber: number,
  wrongType: number,
  infinite: number,
  min: numberOrNull,
  max: numberOrNull,
  cells: numbers,
  magnitudes: numbers,
  sum: text,
  sumOfSquares: text,
});

/** Any record, also such as no sender should send. */
export const arbitraryTelemetry: fc.Arbitrary<Telemetry> = fc.record({
  origin: fc.record({ system: text, systemVersion: text, environment: text, producer: text }),
  seq: number,
  traceId: text,
  spanId: text,
  statement: fc.oneof(prediction, outcome, oversight, score, concern, change, heartbeat, profile),
});
