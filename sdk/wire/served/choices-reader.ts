import { type Answer, type AnswerReader, NO_ANSWER } from "./answer.ts";
import { failureOf } from "./failure-of.ts";
import { countAt, type Fields, fieldsAt, fieldsOf, isFields, listAt, textAt } from "./fields.ts";
import { KeptText } from "./kept-text.ts";
import { ToolCount } from "./tool-count.ts";

/** Choices that one answer may be seen to have; the API allows 128. */
const CHOICES_MAX = 1_000;

/** Reads chat completions and text completions, whole and in chunks: choices, each with its reason to end. */
export function choicesReader(keepsText: boolean): AnswerReader {
  const reasons = new Map<number, string>();
  const tools = new ToolCount();
  const text = new KeptText(keepsText);
  let [id, model, failure] = ["", "", ""];
  let usage: Fields | null = null;
  let isRefused = false;

  /** `said` is a choice's whole message, or what a chunk adds to it. */
  const choice = (of: Fields, said: Fields, at: number): void => {
    const index = countAt(of, "index") ?? at;
    const reason = textAt(of, "finish_reason");
    if (reason !== "" && reasons.size < CHOICES_MAX) reasons.set(index, reason);
    if (textAt(said, "refusal") !== "" || reason === "content_filter") isRefused = true;
    text.add(textAt(said, "content") || textAt(of, "text"), index);
    for (const [position, each] of listAt(said, "tool_calls").entries()) {
      const call = fieldsOf(each);
      const name = textAt(fieldsAt(call, "function"), "name");
      tools.add(
        `${index}/${countAt(call, "index") ?? position}`,
        name || textAt(fieldsAt(call, "custom"), "name"),
      );
    }
    // How tools were called before there could be many.
    tools.add(`${index}/function`, textAt(fieldsAt(said, "function_call"), "name"));
  };

  const part = (value: unknown, message: "message" | "delta"): void => {
    const body = fieldsOf(value);
    // Azure begins with a chunk about the prompt that has no id and no model.
    id ||= textAt(body, "id");
    model ||= textAt(body, "model");
    if (isFields(body["usage"])) usage = body["usage"];
    failure ||= failureOf(body);
    for (const [at, each] of listAt(body, "choices").entries()) {
      const of = fieldsOf(each);
      choice(of, fieldsAt(of, message), at);
    }
  };

  return {
    whole: (body) => part(body, "message"),
    event: (event) => part(event, "delta"),
    read: (): Answer => ({
      ...NO_ANSWER,
      responseId: id,
      model,
      ...tokensOf(usage ?? {}),
      finishReasons: [...reasons].sort(([a], [b]) => a - b).map(([, reason]) => reason),
      tools: tools.read(),
      isRefused: isRefused ? true : reasons.size > 0 ? false : null,
      failure,
      text: text.read(),
    }),
  };
}

function tokensOf(usage: Fields): Partial<Answer> {
  const input = fieldsAt(usage, "prompt_tokens_details");
  return {
    inputTokens: countAt(usage, "prompt_tokens"),
    cachedTokens: countAt(input, "cached_tokens"),
    cacheWriteTokens: countAt(input, "cache_write_tokens"),
    outputTokens: countAt(usage, "completion_tokens"),
    reasoningTokens: countAt(fieldsAt(usage, "completion_tokens_details"), "reasoning_tokens"),
  };
}
