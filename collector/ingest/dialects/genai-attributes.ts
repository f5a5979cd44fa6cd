import type { Attributes } from "@tiltmeter/sdk/wire/attribute-value";
import { GEN_AI } from "@tiltmeter/sdk/wire/attributes";
import type { GenAiCall } from "@tiltmeter/sdk/wire/genai-call";
import { firstCount, firstFlag, firstNumber, firstText, textsOf } from "./first-value.ts";
import { toolsAsked } from "./tools-asked.ts";

/** Operations that are one call of a model each; all others stand around such, or beside them. */
const CALLS: ReadonlySet<string> = new Set([
  "chat",
  "text_completion",
  "completion",
  "generate_content",
  "embeddings",
  "image_generation",
  "image_edit",
  "image_variation",
]);

/** Operations that are none, whatever else their spans say. */
const NO_CALLS: ReadonlySet<string> = new Set([
  "execute_tool",
  "create_agent",
  "invoke_agent",
  "invoke_workflow",
  "agent_step",
  "plan",
  "retrieval",
  "rerank",
  "decide",
  "apply_guardrail",
  "fetch_response",
]);

/**
 * Whether a span with this operation is a call. An operation that nobody knows yet is one where it names the
 * provider's answer: what repeats that answer's usage names it too, and is then found to repeat it.
 */
export function isCallOperation(operation: string, attributes: Attributes): boolean {
  if (CALLS.has(operation)) return true;
  if (NO_CALLS.has(operation) || operation.includes("memory")) return false;
  if (firstText(attributes, GEN_AI.responseId) !== "") return true;
  return operation === "" && firstText(attributes, GEN_AI.requestModel) !== "";
}

/** The provider, newest name first. */
export function providerOf(attributes: Attributes): string {
  return firstText(attributes, GEN_AI.provider, "gen_ai.system");
}

/** What the attributes of OpenTelemetry's conventions say of a call, in any of their versions. */
export function readGenAi(of: Attributes): Partial<GenAiCall> & Pick<GenAiCall, "requestModel"> {
  const firstChunk = firstNumber(
    of,
    GEN_AI.firstChunk,
    "gen_ai.client.operation.time_to_first_chunk",
  );
  return {
    operation: firstText(of, GEN_AI.operation),
    requestModel: firstText(of, GEN_AI.requestModel),
    responseId: firstText(of, GEN_AI.responseId),
    conversationId: firstText(of, GEN_AI.conversationId),
    inputTokens: firstCount(of, GEN_AI.inputTokens, "gen_ai.usage.prompt_tokens"),
    outputTokens: firstCount(of, GEN_AI.outputTokens, "gen_ai.usage.completion_tokens"),
    cachedTokens: firstCount(of, GEN_AI.cachedTokens, "gen_ai.usage.cache_read_input_tokens"),
    cacheWriteTokens: firstCount(
      of,
      GEN_AI.cacheWriteTokens,
      "gen_ai.usage.cache_creation.input_tokens",
      "gen_ai.usage.cache_creation_input_tokens",
    ),
    reasoningTokens: firstCount(of, GEN_AI.reasoningTokens, "gen_ai.usage.reasoning_tokens"),
    finishReasons: textsOf(of[GEN_AI.finishReasons]),
    tools: toolsAsked(of["gen_ai.output.messages"]),
    isStreamed: firstFlag(of, GEN_AI.isStreamed) ?? (firstChunk === null ? null : true),
    firstChunk,
  };
}

type Tokens = Pick<GenAiCall, "inputTokens" | "cachedTokens" | "cacheWriteTokens">;

/** The total of input tokens where the provider counts those of the cache beside the others. */
export function withCache(of: Partial<Tokens>): number | null {
  const { inputTokens = null, cachedTokens = null, cacheWriteTokens = null } = of;
  return inputTokens === null ? null : inputTokens + (cachedTokens ?? 0) + (cacheWriteTokens ?? 0);
}

/** The total of input tokens of who may do either: fewer than those of the cache cannot be all. */
export function totalInput(of: Partial<Tokens>): number | null {
  const { inputTokens = null, cachedTokens = null, cacheWriteTokens = null } = of;
  const ofCache = (cachedTokens ?? 0) + (cacheWriteTokens ?? 0);
  return inputTokens !== null && inputTokens < ofCache ? withCache(of) : inputTokens;
}
