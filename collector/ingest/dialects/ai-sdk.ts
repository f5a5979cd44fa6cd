import { GEN_AI } from "@tiltmeter/sdk/wire/attributes";
import { firstCount, firstNumber, firstText, textsOf } from "./first-value.ts";
import { isCallOperation, providerOf, readGenAi, totalInput } from "./genai-attributes.ts";
import type { SpanDialect } from "./span-dialect.ts";
import { toolsAsked } from "./tools-asked.ts";

/**
 * The AI SDK's `OpenTelemetry` (`@ai-sdk/otel` 1.0): agents around steps around calls, in OpenTelemetry's names. Agents repeat
 * the usage of their calls. Where the provider's answer names no model, the requested one stands for it.
 */
export const AI_SDK: SpanDialect = {
  name: "ai-sdk-7",
  read: ({ scope, attributes }) => {
    if (scope.name !== "gen_ai") return null;
    const operation = firstText(attributes, GEN_AI.operation);
    if (operation === "execute_tool") {
      return { kind: "tool", tool: firstText(attributes, "gen_ai.tool.name") };
    }
    if (operation === "") return null;
    if (!isCallOperation(operation, attributes)) return { kind: "around" };
    const call = readGenAi(attributes);
    return {
      kind: "call",
      said: {
        provider: providerOf(attributes),
        responseModel: firstText(attributes, GEN_AI.responseModel),
        copiesModel: true,
        call: { ...call, inputTokens: totalInput(call) },
      },
    };
  },
};

/**
 * The AI SDK's `ai.*` spans: built in up to version 6, `LegacyOpenTelemetry` since. A call of a model is an operation that ends in
 * `.doGenerate`, `.doStream` or `.doEmbed`; what is around it repeats its usage.
 */
export const AI_SDK_LEGACY: SpanDialect = {
  name: "ai-sdk-legacy",
  read: ({ attributes }) => {
    const operation = firstText(attributes, "ai.operationId");
    if (operation === "") return null;
    if (operation === "ai.toolCall") {
      return { kind: "tool", tool: firstText(attributes, "ai.toolCall.name") };
    }
    const [, kind] = CALL.exec(operation) ?? [];
    if (kind === undefined) return { kind: "around" };
    const tokens = {
      inputTokens: firstCount(
        attributes,
        "ai.usage.inputTokens",
        "ai.usage.promptTokens",
        "ai.usage.tokens",
        GEN_AI.inputTokens,
      ),
      cachedTokens: firstCount(
        attributes,
        "ai.usage.inputTokenDetails.cacheReadTokens",
        "ai.usage.cachedInputTokens",
      ),
      cacheWriteTokens: firstCount(attributes, "ai.usage.inputTokenDetails.cacheWriteTokens"),
    };
    const firstChunkMs = firstNumber(attributes, "ai.response.msToFirstChunk");
    return {
      kind: "call",
      said: {
        provider: firstText(attributes, GEN_AI.provider, "gen_ai.system", "ai.model.provider"),
        responseModel: firstText(attributes, "ai.response.model", GEN_AI.responseModel),
        copiesModel: true,
        call: {
          operation: kind === "Embed" ? "embeddings" : "chat",
          requestModel: firstText(attributes, GEN_AI.requestModel, "ai.model.id"),
          responseId: firstText(attributes, "ai.response.id", GEN_AI.responseId),
          ...tokens,
          inputTokens: totalInput(tokens),
          outputTokens: firstCount(
            attributes,
            "ai.usage.outputTokens",
            "ai.usage.completionTokens",
            GEN_AI.outputTokens,
          ),
          reasoningTokens: firstCount(
            attributes,
            "ai.usage.outputTokenDetails.reasoningTokens",
            "ai.usage.reasoningTokens",
          ),
          finishReasons: textsOf(
            attributes["ai.response.finishReason"] ?? attributes[GEN_AI.finishReasons],
          ),
          tools: toolsAsked(attributes["ai.response.toolCalls"]),
          isStreamed: kind === "Embed" ? null : kind === "Stream",
          firstChunk: firstChunkMs === null ? null : firstChunkMs / 1000,
        },
      },
    };
  },
};

const CALL = /\.do(Generate|Stream|Embed)$/;
