import { ATTRIBUTE, GEN_AI, RESOURCE } from "@tiltmeter/sdk/wire/attributes";

// What any dialect reads of a span, and nothing else: prompts and answers are skipped while they are bytes. The
// exceptions are lists of what an answer holds, of which names of tools are kept and the rest is let go.
const KEYS: ReadonlySet<string> = new Set([
  ...Object.values(RESOURCE),
  ...Object.values(GEN_AI),
  ATTRIBUTE.errorType,
  // OpenTelemetry, other versions.
  "gen_ai.system",
  "gen_ai.usage.prompt_tokens",
  "gen_ai.usage.completion_tokens",
  "gen_ai.usage.cache_creation.input_tokens",
  "gen_ai.tool.name",
  "gen_ai.output.messages",
  "gen_ai.client.operation.time_to_first_chunk",
  "rpc.service",
  "rpc.method",
  "anthropic.message.stop_reason",
  // OpenLLMetry.
  "gen_ai.usage.cache_read_input_tokens",
  "gen_ai.usage.cache_creation_input_tokens",
  "gen_ai.usage.reasoning_tokens",
  "gen_ai.is_streaming",
  "llm.is_streaming",
  "llm.request.type",
  "llm.usage.prompt_tokens",
  "llm.usage.completion_tokens",
  "llm.usage.reasoning_tokens",
  "llm.response.model",
  "llm.response.finish_reason",
  "traceloop.span.kind",
  // OpenInference.
  "openinference.span.kind",
  "llm.model_name",
  "llm.provider",
  "llm.system",
  "llm.finish_reason",
  "llm.invocation_parameters",
  "llm.token_count.prompt",
  "llm.token_count.completion",
  "llm.token_count.prompt_details.cache_read",
  "llm.token_count.prompt_details.cache_write",
  "llm.token_count.completion_details.reasoning",
  "embedding.model_name",
  "output.value",
  "session.id",
  "tool.name",
  // AI SDK.
  "ai.operationId",
  "ai.model.provider",
  "ai.model.id",
  "ai.response.id",
  "ai.response.model",
  "ai.response.finishReason",
  "ai.response.msToFirstChunk",
  "ai.response.toolCalls",
  "ai.usage.inputTokens",
  "ai.usage.outputTokens",
  "ai.usage.promptTokens",
  "ai.usage.completionTokens",
  "ai.usage.cachedInputTokens",
  "ai.usage.reasoningTokens",
  "ai.usage.inputTokenDetails.cacheReadTokens",
  "ai.usage.inputTokenDetails.cacheWriteTokens",
  "ai.usage.outputTokenDetails.reasoningTokens",
  "ai.usage.tokens",
  "ai.toolCall.name",
]);

/** Whether a dialect reads an attribute of a span. */
export function isSpanKey(key: string): boolean {
  if (KEYS.has(key)) return true;
  if (key.startsWith("llm.output_messages.")) return key.endsWith(".tool_call.function.name");
  return key.startsWith("gen_ai.completion.") && COMPLETION.test(key);
}

const COMPLETION = /^gen_ai\.completion\.\d+\.(finish_reason|tool_calls\.\d+\.name)$/;

/** Whether a dialect reads an attribute of an event of a span. */
export function isEventKey(key: string): boolean {
  return key === "exception.type" || key === "finish_reason";
}

/** The events of a span that dialects read. */
export function isEventName(name: string): boolean {
  return name === "exception" || name === "gen_ai.choice";
}
