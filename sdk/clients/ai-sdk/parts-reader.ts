import { type Answer, type AnswerReader, NO_ANSWER } from "../../wire/served/answer.ts";
import {
  countAt,
  type Fields,
  fieldsAt,
  fieldsOf,
  listAt,
  textAt,
} from "../../wire/served/fields.ts";
import { KeptText } from "../../wire/served/kept-text.ts";
import { ToolCount } from "../../wire/served/tool-count.ts";

/**
 * Reads what the AI SDK's models answer, whole (`doGenerate`) or in parts (`doStream`): before the AI SDK fills in
 * what the provider has not said.
 */
export function partsReader(keepsText: boolean): AnswerReader {
  const tools = new ToolCount();
  const text = new KeptText(keepsText);
  let [id, model, reason, unified, failure] = ["", "", "", "", ""];
  let usage: Fields = {};

  const part = (of: Fields, at = 0): void => {
    const type = textAt(of, "type");
    if (type === "text") text.add(textAt(of, "text"), at);
    else if (type === "text-delta") text.add(textAt(of, "delta"), textAt(of, "id"));
    else if (type === "tool-call") tools.add(textAt(of, "toolCallId"), textAt(of, "toolName"));
    else if (type === "response-metadata") named(of);
    else if (type === "finish") finished(of);
    else if (type === "error") failure ||= "_OTHER";
  };
  const named = (of: Fields): void => {
    id ||= textAt(of, "id");
    model ||= textAt(of, "modelId");
  };
  const finished = (of: Fields): void => {
    const finish = fieldsAt(of, "finishReason");
    unified = textAt(finish, "unified");
    reason = textAt(finish, "raw") || unified;
    usage = fieldsAt(of, "usage");
  };

  return {
    whole: (value) => {
      const result = fieldsOf(value);
      named(fieldsAt(result, "response"));
      finished(result);
      for (const [at, each] of listAt(result, "content").entries()) part(fieldsOf(each), at);
    },
    event: (value) => part(fieldsOf(value)),
    read: (): Answer => {
      const [input, output] = [fieldsAt(usage, "inputTokens"), fieldsAt(usage, "outputTokens")];
      return {
        ...NO_ANSWER,
        responseId: id,
        model,
        inputTokens: countAt(input, "total"),
        cachedTokens: countAt(input, "cacheRead"),
        cacheWriteTokens: countAt(input, "cacheWrite"),
        outputTokens: countAt(output, "total"),
        reasoningTokens: countAt(output, "reasoning"),
        finishReasons: reason === "" ? [] : [reason],
        tools: tools.read(),
        isRefused: unified === "" ? null : unified === "content-filter",
        failure: failure || (unified === "error" ? "_OTHER" : ""),
        text: text.read(),
      };
    },
  };
}
