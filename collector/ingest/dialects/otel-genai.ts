import type { Attributes } from "@tiltmeter/sdk/wire/attribute-value";
import { GEN_AI } from "@tiltmeter/sdk/wire/attributes";
import type { DecodedSpan } from "../decoded.ts";
import { firstText } from "./first-value.ts";
import { isCallOperation, providerOf, readGenAi, totalInput } from "./genai-attributes.ts";
import type { SpanDialect, SpanReading } from "./span-dialect.ts";

/**
 * OpenTelemetry's conventions from 1.37 on: `gen_ai.provider.name`. The input tokens include those of the cache,
 * by the conventions since 1.40; where they are fewer than those they cannot, and are added up.
 */
export const OTEL_GENAI: SpanDialect = {
  name: "otel-genai-1.37",
  read: (span) =>
    firstText(span.attributes, GEN_AI.provider) === "" &&
    firstText(span.attributes, GEN_AI.operation) === ""
      ? null
      : firstText(span.attributes, "gen_ai.system") === ""
        ? read(span)
        : null,
};

/**
 * OpenTelemetry's conventions up to 1.36: `gen_ai.system`, and before 1.28 `prompt_tokens`. Ends are told by events of choices
 * where the span has none of them.
 */
export const OTEL_GENAI_OLD: SpanDialect = {
  name: "otel-genai-1.36",
  read: (span) => (firstText(span.attributes, "gen_ai.system") === "" ? null : read(span)),
};

function read({ attributes, events }: DecodedSpan): SpanReading {
  return readGenAiCall(
    attributes,
    events.flatMap((event) => firstText(event.attributes, "finish_reason") || []),
  );
}

/** What attributes of the conventions are to somebody who counts calls; `ends`: why choices ended, as events say. */
export function readGenAiCall(attributes: Attributes, ends: readonly string[]): SpanReading {
  const operation = firstText(attributes, GEN_AI.operation);
  if (operation === "execute_tool") {
    return { kind: "tool", tool: firstText(attributes, "gen_ai.tool.name") };
  }
  if (!isCallOperation(operation, attributes)) return { kind: "around" };
  const call = readGenAi(attributes);
  const finishReasons = call.finishReasons?.length === 0 ? ends : (call.finishReasons ?? []);
  return {
    kind: "call",
    said: {
      provider: providerOf(attributes),
      responseModel: firstText(attributes, GEN_AI.responseModel),
      copiesModel: false,
      call: { ...call, inputTokens: totalInput(call), finishReasons },
    },
  };
}
