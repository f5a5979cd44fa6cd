import type { ClientMetric } from "@tiltmeter/sdk/wire/client-metric";
import type { Concern } from "@tiltmeter/sdk/wire/concern";
import type { GenAiCall } from "@tiltmeter/sdk/wire/genai-call";
import type { Origin } from "@tiltmeter/sdk/wire/origin";
import type { Outcome } from "@tiltmeter/sdk/wire/outcome";
import type { Oversight } from "@tiltmeter/sdk/wire/oversight";
import type { Prediction } from "@tiltmeter/sdk/wire/prediction";
import type { Profile } from "@tiltmeter/sdk/wire/profile";
import type { Score } from "@tiltmeter/sdk/wire/score";
import type { Statement, Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import type { Batch } from "tiltmeter/store/apply/batch";

// Records with every field filled in; a test names what it is about.

/** 1 November 2026, 00:00 UTC: where the stories of these tests begin. */
export const START_MS = 1_793_491_200_000;

export function telemetry(
  statement: Statement,
  of: { readonly system?: string; readonly seq?: number; readonly origin?: Partial<Origin> } = {},
): Telemetry {
  return {
    origin: {
      system: of.system ?? "credit-scoring",
      systemVersion: "1.0.0",
      environment: "production",
      producer: "producer-1",
      ...of.origin,
    },
    seq: of.seq ?? 0,
    traceId: "",
    spanId: "",
    statement,
  };
}

export function prediction(id: string, fields: Partial<Prediction> = {}): Prediction {
  return {
    kind: "prediction",
    id,
    timeMs: START_MS,
    model: { name: "xgb-credit", version: "2026-11-01", supplier: "", digest: "" },
    task: "classification",
    label: "approve",
    score: 0.75,
    value: null,
    latency: 0.012,
    status: "ok",
    errorType: "",
    numericFeatures: { income: 41_000 },
    categoricalFeatures: { purpose: "car" },
    missingFeatures: [],
    segment: {},
    subject: "",
    ...fields,
  };
}

/** A call of a hosted model: goes into a prediction as its `call`. */
export function genAiCall(fields: Partial<GenAiCall> = {}): GenAiCall {
  return {
    operation: "chat",
    requestModel: "gpt-4o",
    modelSource: "provider",
    responseId: "chatcmpl-1",
    conversationId: "",
    inputTokens: 120,
    cachedTokens: 20,
    cacheWriteTokens: null,
    outputTokens: 30,
    reasoningTokens: null,
    finishReasons: ["stop"],
    tools: {},
    isRefused: false,
    isStreamed: true,
    firstChunk: 0.4,
    source: {
      dialect: "tiltmeter",
      scope: "",
      scopeVersion: "",
      schemaUrl: "",
      seenBy: [],
    },
    ...fields,
  };
}

export function outcome(id: string, fields: Partial<Outcome> = {}): Outcome {
  return {
    kind: "outcome",
    id,
    timeMs: START_MS,
    label: "approve",
    value: null,
    source: "",
    ...fields,
  };
}

export function oversight(id: string, fields: Partial<Oversight> = {}): Oversight {
  return {
    kind: "oversight",
    id,
    timeMs: START_MS,
    action: "confirm",
    from: "approve",
    to: "approve",
    by: "reviewer-1",
    role: "",
    reason: "",
    reviewSeconds: null,
    ...fields,
  };
}

export function score(id: string, fields: Partial<Score> = {}): Score {
  return {
    kind: "score",
    id,
    timeMs: START_MS,
    name: "faithfulness",
    value: 0.9,
    label: "",
    passed: true,
    source: "llm-judge",
    ...fields,
  };
}

export function concern(id: string, fields: Partial<Concern> = {}): Concern {
  return {
    kind: "concern",
    id,
    timeMs: START_MS,
    status: "reported",
    concern: "complaint",
    summary: "declined without a reason",
    by: "",
    ...fields,
  };
}

export function profile(feature: string, fields: Partial<Profile> = {}): Profile {
  return {
    kind: "profile",
    timeMs: START_MS,
    windowMs: 60_000,
    model: { name: "xgb-credit", version: "2026-11-01", supplier: "", digest: "" },
    segment: {},
    feature,
    baseline: "ab".repeat(32),
    predictions: 3,
    missing: 1,
    notANumber: 0,
    wrongType: 0,
    infinite: 0,
    min: null,
    max: null,
    cells: { 3: 2 },
    magnitudes: { 8193: 2 },
    sum: "",
    sumOfSquares: "",
    ...fields,
  };
}

export function clientMetric(fields: Partial<ClientMetric> = {}): ClientMetric {
  return {
    kind: "client_metric",
    timeMs: START_MS,
    startMs: START_MS - 60_000,
    temporality: "cumulative",
    series: "0f".repeat(16),
    metric: "gen_ai.client.token.usage",
    unit: "{token}",
    supplier: "openai",
    requestModel: "gpt-4o",
    responseModel: "gpt-4o-2024-08-06",
    operation: "chat",
    tokenType: "input",
    errorType: "",
    count: 2,
    sum: 20,
    ...fields,
  };
}

/** Numbers batches from `firstSeq`, received a minute after the story begins. */
export function batches(
  firstSeq: number,
  ...records: readonly (readonly Telemetry[])[]
): readonly Batch[] {
  return records.map((batch, i) => ({
    seq: firstSeq + i,
    receivedMs: START_MS + 60_000,
    records: batch,
  }));
}
