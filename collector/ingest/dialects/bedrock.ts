import { GEN_AI } from "@tiltmeter/sdk/wire/attributes";
import { firstText } from "./first-value.ts";
import { readGenAi } from "./genai-attributes.ts";
import type { SpanDialect } from "./span-dialect.ts";

/**
 * Amazon Bedrock as `@opentelemetry/instrumentation-aws-sdk` sees it: no id and no model of the answer, and no operation for
 * `InvokeModel`.
 *
 * Of Cohere's and Mistral's models it estimates tokens from characters where they are invoked (package 0.78.0), which is no usage:
 * unknown. Its counts leave out the cache, of which it says nothing.
 */
export const BEDROCK: SpanDialect = {
  name: "aws-sdk-bedrock",
  read: ({ scope, attributes }) => {
    if (scope.name !== "@opentelemetry/instrumentation-aws-sdk") return null;
    if (firstText(attributes, "rpc.service") !== "BedrockRuntime") return null;
    const method = firstText(attributes, "rpc.method");
    if (!/^(Converse|InvokeModel)/.test(method)) return { kind: "around" };
    const call = readGenAi(attributes);
    const isEstimate =
      method.startsWith("InvokeModel") && /(^|\.)(cohere|mistral)\./.test(call.requestModel);
    return {
      kind: "call",
      said: {
        provider: "aws.bedrock",
        responseModel: firstText(attributes, GEN_AI.responseModel),
        copiesModel: true,
        call: {
          ...call,
          ...(isEstimate ? { inputTokens: null, outputTokens: null } : {}),
          isStreamed: method.endsWith("Stream"),
        },
      },
    };
  },
};
