import type { Attributes } from "@tiltmeter/sdk/wire/attribute-value";
import { GEN_AI } from "@tiltmeter/sdk/wire/attributes";
import type { DecodedSpan } from "../decoded.ts";
import { firstCount, firstFlag, firstText, textsOf } from "./first-value.ts";
import {
  isCallOperation,
  providerOf,
  readGenAi,
  totalInput,
  withCache,
} from "./genai-attributes.ts";
import type { SpanDialect } from "./span-dialect.ts";
import { counted } from "./tools-asked.ts";

/**
 * OpenLLMetry (Traceloop), in JavaScript and Python, with its names of before the conventions had them.
 *
 * Its JavaScript for Anthropic and Bedrock passes on Anthropic's count, which leaves the cache out (package 0.27.0); in Python it
 * adds up. For Bedrock it repeats the requested model as the answering one. A stream of OpenAI's has no usage.
 */
export const OPENLLMETRY: SpanDialect = {
  name: "openllmetry-1",
  read: (span) => {
    const { attributes } = span;
    if (!isOpenLlmetry(span)) return null;
    const kind = firstText(attributes, "traceloop.span.kind");
    if (kind === "tool") return { kind: "tool", tool: span.name.replace(/\.tool$/, "") };
    if (kind !== "") return { kind: "around" };
    const operation = operationOf(attributes);
    if (!isCallOperation(operation, attributes)) return { kind: "around" };
    const provider = providerOf(attributes);
    const call = readGenAi(attributes);
    const finishReasons = ends(attributes, call.finishReasons ?? []);
    const excludesCache =
      span.scope.name.startsWith("@traceloop/") && /anthropic|bedrock/i.test(provider);
    const tools = Object.keys(call.tools ?? {}).length > 0 ? call.tools : toolsOf(attributes);
    return {
      kind: "call",
      said: {
        provider,
        responseModel: firstText(attributes, GEN_AI.responseModel, "llm.response.model"),
        copiesModel: /bedrock|aws/i.test(provider),
        call: {
          ...call,
          operation,
          inputTokens: excludesCache ? withCache(call) : totalInput(call),
          outputTokens: call.outputTokens ?? firstCount(attributes, "llm.usage.completion_tokens"),
          reasoningTokens:
            call.reasoningTokens ?? firstCount(attributes, "llm.usage.reasoning_tokens"),
          finishReasons,
          ...(tools === undefined ? {} : { tools }),
          isStreamed:
            call.isStreamed ?? firstFlag(attributes, "gen_ai.is_streaming", "llm.is_streaming"),
        },
      },
    };
  },
};

/** Its scopes in Python are named as OpenTelemetry's own there are; those have none of its attributes. */
function isOpenLlmetry({ scope, attributes }: DecodedSpan): boolean {
  if (scope.name.startsWith("@traceloop/")) return true;
  return firstText(attributes, "traceloop.span.kind", "llm.request.type") !== "";
}

function operationOf(attributes: Attributes): string {
  const said = firstText(attributes, GEN_AI.operation);
  if (said !== "") return said;
  const type = firstText(attributes, "llm.request.type");
  return type === "completion" ? "text_completion" : type === "embedding" ? "embeddings" : type;
}

function ends(attributes: Attributes, said: readonly string[]): readonly string[] {
  if (said.length > 0) return said;
  const old = textsOf(attributes["llm.response.finish_reason"]);
  return old.length > 0 ? old : numbered(attributes, ".finish_reason");
}

function toolsOf(attributes: Attributes): Readonly<Record<string, number>> {
  return counted(numbered(attributes, ".name"));
}

/** Of `gen_ai.completion.0.…`, `gen_ai.completion.1.…`, in their order. */
function numbered(attributes: Attributes, end: string): readonly string[] {
  return Object.keys(attributes)
    .filter((key) => key.startsWith("gen_ai.completion.") && key.endsWith(end))
    .sort((one, other) => one.localeCompare(other, "en", { numeric: true }))
    .flatMap((key) => textsOf(attributes[key]));
}
