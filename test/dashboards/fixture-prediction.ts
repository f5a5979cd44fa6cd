import type { CallFacts, PredictionDetail } from "@tiltmeter/dashboards";
import { MINUTE, NOW } from "./fixture-world.ts";

/** A mail that was looked at, and a call of a supplier's model; everything else was never heard of. */
export function fixturePrediction(of: {
  readonly system: string;
  readonly id: string;
}): PredictionDetail | null {
  if (of.system === "mail-spam-filter" && of.id.startsWith("mail-")) return { ...MAIL, ...of };
  if (of.system === "support-assistant" && of.id === "chatcmpl-9") return { ...CALL, ...of };
  if (of.system === "support-assistant" && of.id === "chatcmpl-failed") {
    const call = { ...FACTS, ...UNKNOWN };
    return { ...CALL, ...of, status: "error", errorType: "503", latency: null, call };
  }
  return null;
}

const MAIL: Omit<PredictionDetail, "system" | "id"> = {
  environment: "production",
  timeMs: NOW - 4 * MINUTE,
  receivedMs: NOW - 4 * MINUTE + 300,
  model: { name: "naive-bayes", version: "2026-11-19", supplier: "in-house" },
  task: "classification",
  label: "spam",
  score: 0.93,
  value: null,
  latency: 0.0021,
  status: "ok",
  errorType: "",
  segment: { language: "en" },
  producer: "mail-1-4711",
  traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
  spanId: "00f067aa0ba902b7",
  numericFeatures: { link_count: 14, html_share: 0.81 },
  categoricalFeatures: { sender_domain: "example.net" },
  missingFeatures: ["charset"],
  outcome: { timeMs: NOW - 3 * MINUTE, label: "ham", value: null },
  reviews: [
    {
      timeMs: NOW - 2 * MINUTE,
      action: "override",
      ...{ from: "spam", to: "ham", by: "reviewer-2", reason: "relabelled" },
    },
  ],
  scores: [],
  call: null,
};

const FACTS: CallFacts = {
  operation: "chat",
  requestModel: "gpt-4o-mini",
  modelSource: "provider",
  responseId: "chatcmpl-9",
  conversationId: "ticket-77",
  inputTokens: 1_240,
  cachedTokens: 1_024,
  cacheWriteTokens: 12,
  outputTokens: 310,
  reasoningTokens: 64,
  finishReasons: ["tool_calls"],
  tools: { look_up_order: 2, refund: 1 },
  isRefused: false,
  isStreamed: true,
  firstChunk: 0.412,
  source: {
    dialect: "otel-genai",
    scope: "@opentelemetry/instrumentation-openai",
    scopeVersion: "0.14.0",
    schemaUrl: "https://opentelemetry.io/schemas/1.37.0",
    seenBy: ["00f067aa0ba902b8"],
  },
};

/** As little as an instrumentation of a failed call says. */
const UNKNOWN: Partial<CallFacts> = {
  modelSource: "unknown",
  ...{ responseId: "", conversationId: "", operation: "" },
  ...{ inputTokens: null, cachedTokens: null, cacheWriteTokens: null },
  ...{ outputTokens: null, reasoningTokens: null, firstChunk: null },
  ...{ finishReasons: [], tools: {}, isRefused: null, isStreamed: null },
};

const CALL: Omit<PredictionDetail, "system" | "id"> = {
  ...MAIL,
  model: {
    name: "gpt-4o-mini-2024-07-18",
    version: "gpt-4o-mini-2024-07-18",
    supplier: "openai",
  },
  ...{ task: "generation", label: "", score: null, latency: 2.31, segment: {} },
  ...{ numericFeatures: {}, categoricalFeatures: {}, missingFeatures: [] },
  ...{ outcome: null, reviews: [] },
  scores: [
    {
      timeMs: NOW - MINUTE,
      ...{ name: "faithfulness", value: 0.82, label: "", passed: true, source: "llm-judge" },
    },
  ],
  call: FACTS,
};
