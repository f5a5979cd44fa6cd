import { type Answer, type AnswerReader, NO_ANSWER } from "../../wire/served/answer.ts";
import { countAt, type Fields, fieldsAt, fieldsOf, textAt } from "../../wire/served/fields.ts";

/**
 * Reads what the AI SDK tells of a call that it does not let be seen: embeddings and, as it was before version 7,
 * objects. It repeats the requested model where the provider has named none: only another one is the provider's.
 */
export function eventReader(requestModel: string): AnswerReader {
  let event: Fields = {};
  return {
    whole: (value) => {
      event = fieldsOf(value);
    },
    event: () => undefined,
    read: (): Answer => {
      const [usage, response] = [fieldsAt(event, "usage"), fieldsAt(event, "response")];
      const model = textAt(response, "modelId");
      const reason = textAt(event, "finishReason");
      return {
        ...NO_ANSWER,
        responseId: textAt(response, "id"),
        model: model === requestModel ? "" : model,
        inputTokens: countAt(usage, "inputTokens") ?? countAt(usage, "tokens"),
        cachedTokens: countAt(fieldsAt(usage, "inputTokenDetails"), "cacheReadTokens"),
        cacheWriteTokens: countAt(fieldsAt(usage, "inputTokenDetails"), "cacheWriteTokens"),
        outputTokens: countAt(usage, "outputTokens"),
        reasoningTokens: countAt(fieldsAt(usage, "outputTokenDetails"), "reasoningTokens"),
        finishReasons: reason === "" ? [] : [reason],
        isRefused: reason === "" ? null : reason === "content-filter",
        text: textAt(event, "objectText"),
      };
    },
  };
}
