import type { Attributes } from "@tiltmeter/sdk/wire/attribute-value";
import { fieldOf, firstCount, firstText, parsed, textsOf } from "./first-value.ts";
import { totalInput } from "./genai-attributes.ts";
import type { SpanDialect } from "./span-dialect.ts";
import { counted } from "./tools-asked.ts";

/**
 * OpenInference (Arize), whose names are `llm.*`.
 *
 * `llm.model_name` is the requested model until an answer replaces it, and remains so for a stream, which has no usage either
 * (package 4.2.7 for openai). What a provider answered is in `output.value` as it came, where it is not streamed: its id and
 * model are read from there, and the rest is let go. `llm.token_count.prompt` is all of the prompt.
 */
export const OPENINFERENCE: SpanDialect = {
  name: "openinference-1",
  read: ({ name, attributes }) => {
    const kind = firstText(attributes, "openinference.span.kind").toUpperCase();
    if (kind === "") return null;
    if (kind === "TOOL") return { kind: "tool", tool: firstText(attributes, "tool.name") || name };
    if (kind !== "LLM" && kind !== "EMBEDDING") return { kind: "around" };
    const asked = parsed(firstText(attributes, "llm.invocation_parameters") || "null");
    const answer = parsed(firstText(attributes, "output.value") || "null");
    const named = firstText(attributes, "llm.model_name", "embedding.model_name");
    const requestModel = textOf(asked, "model") || textOf(asked, "model_name") || named;
    const answered = textOf(answer, "model");
    const isStreamed = fieldOf(asked, "stream");
    const tokens = {
      inputTokens: firstCount(attributes, "llm.token_count.prompt"),
      cachedTokens: firstCount(attributes, "llm.token_count.prompt_details.cache_read"),
      cacheWriteTokens: firstCount(attributes, "llm.token_count.prompt_details.cache_write"),
    };
    return {
      kind: "call",
      said: {
        provider: firstText(attributes, "llm.provider", "llm.system"),
        responseModel: answered || named,
        copiesModel: answered === "",
        call: {
          operation: kind === "EMBEDDING" ? "embeddings" : operationOf(answer),
          requestModel,
          responseId: textOf(answer, "id"),
          conversationId: firstText(attributes, "session.id"),
          ...tokens,
          inputTokens: totalInput(tokens),
          outputTokens: firstCount(attributes, "llm.token_count.completion"),
          reasoningTokens: firstCount(attributes, "llm.token_count.completion_details.reasoning"),
          finishReasons: textsOf(attributes["llm.finish_reason"]),
          tools: counted(toolNames(attributes)),
          isStreamed: asked === null ? null : isStreamed === true,
        },
      },
    };
  },
};

function textOf(value: unknown, name: string): string {
  const found = fieldOf(value, name);
  return typeof found === "string" ? found : "";
}

/** It does not say; the answer does. */
function operationOf(answer: unknown): string {
  return textOf(answer, "object") === "text_completion" ? "text_completion" : "chat";
}

function toolNames(attributes: Attributes): readonly string[] {
  return Object.keys(attributes)
    .filter((key) => key.endsWith(".tool_call.function.name"))
    .flatMap((key) => textsOf(attributes[key]));
}
