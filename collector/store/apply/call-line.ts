import { latencyCell } from "@tiltmeter/rules";
import type { GenAiCall } from "@tiltmeter/sdk/wire/genai-call";
import type { Prediction } from "@tiltmeter/sdk/wire/prediction";
import type { Entry } from "./batch.ts";
import { micros, nullable, numberMap, text, word } from "./json-text.ts";
import { windowTimeMs } from "./window-time.ts";

export const CALL_COLUMNS: readonly string[] = [
  "system",
  "model_version",
  "environment",
  "id",
  "window_time",
  "segment",
  "supplier",
  "status",
  "first_chunk_cell",
  "operation",
  "request_model",
  "model_source",
  "response_id",
  "conversation_id",
  "input_tokens",
  "cached_tokens",
  "cache_write_tokens",
  "output_tokens",
  "reasoning_tokens",
  "finish_reasons",
  "tools",
  "is_refused",
  "is_streamed",
  "first_chunk",
  "dialect",
  "scope",
  "scope_version",
  "schema_url",
  "seen_by",
];

/** What was called, as text. Who observed it is no part of that: the same call told by another is the same. */
export function callContent(call: GenAiCall): string {
  return [
    word(call.operation),
    word(call.requestModel),
    word(call.modelSource),
    text(call.responseId),
    text(call.conversationId),
    nullable(call.inputTokens),
    nullable(call.cachedTokens),
    nullable(call.cacheWriteTokens),
    nullable(call.outputTokens),
    nullable(call.reasoningTokens),
    `[${call.finishReasons.map(word).join(",")}]`,
    numberMap(call.tools),
    String(call.isRefused),
    String(call.isStreamed),
    nullable(call.firstChunk),
  ].join(",");
}

/** The row of a prediction's call; `content` is `callContent` of it. */
export function callValues(
  { telemetry, receivedMs }: Entry,
  statement: Prediction,
  of: { readonly call: GenAiCall; readonly content: string; readonly segment: string },
): string {
  const { system, environment } = telemetry.origin;
  const { firstChunk, source } = of.call;
  return [
    word(system),
    word(statement.model.version),
    word(environment),
    text(statement.id),
    micros(windowTimeMs(statement.timeMs, receivedMs)),
    of.segment,
    word(statement.model.supplier),
    word(statement.status),
    firstChunk === null ? "null" : latencyCell(firstChunk),
    of.content,
    word(source.dialect),
    word(source.scope),
    word(source.scopeVersion),
    word(source.schemaUrl),
    `[${source.seenBy.map(text).join(",")}]`,
  ].join(",");
}
