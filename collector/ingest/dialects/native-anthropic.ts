import { GEN_AI } from "@tiltmeter/sdk/wire/attributes";
import { firstFlag, firstText, textsOf } from "./first-value.ts";
import { isCallOperation, providerOf, readGenAi } from "./genai-attributes.ts";
import type { SpanDialect } from "./span-dialect.ts";

/**
 * The spans that `@anthropic-ai/sdk` makes itself, from 1.0 on, wherever a provider of tracers is registered.
 *
 * The id and the model are the answer's own; input tokens are the sum of the three counts of Anthropic's usage;
 * the stop reason has a name of its own, and a call is streamed where it says so (package 1.14.0, `internal/tracing.js`).
 */
export const NATIVE_ANTHROPIC: SpanDialect = {
  name: "anthropic-1",
  read: ({ scope, attributes }) => {
    if (!scope.name.startsWith("com.anthropic.sdk.")) return null;
    const operation = firstText(attributes, GEN_AI.operation);
    if (operation === "execute_tool") {
      return { kind: "tool", tool: firstText(attributes, "gen_ai.tool.name") };
    }
    if (operation === "" || !isCallOperation(operation, attributes)) return { kind: "around" };
    return {
      kind: "call",
      said: {
        provider: providerOf(attributes) || "anthropic",
        responseModel: firstText(attributes, GEN_AI.responseModel),
        copiesModel: false,
        call: {
          ...readGenAi(attributes),
          finishReasons: textsOf(attributes["anthropic.message.stop_reason"]),
          isStreamed: firstFlag(attributes, GEN_AI.isStreamed) ?? false,
        },
      },
    };
  },
};
