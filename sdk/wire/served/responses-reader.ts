import { type Answer, type AnswerReader, NO_ANSWER } from "./answer.ts";
import { classOf, failureOf } from "./failure-of.ts";
import { countAt, type Fields, fieldsAt, fieldsOf, isFields, listAt, textAt } from "./fields.ts";
import { KeptText } from "./kept-text.ts";
import { ToolCount } from "./tool-count.ts";

/**
 * Reads OpenAI's Responses API, whole and in events. It has no reason to end but its status: `completed`, or why it
 * is incomplete; one that still runs in the background has none, and no usage yet.
 */
export function responsesReader(keepsText: boolean): AnswerReader {
  const tools = new ToolCount();
  let text = new KeptText(keepsText);
  let response: Fields = {};
  let failure = "";
  let isRefused = false;

  const item = (value: unknown, at: number): void => {
    const output = fieldsOf(value);
    const type = textAt(output, "type");
    if (type === "function_call" || type === "custom_tool_call") {
      tools.add(textAt(output, "call_id") || String(at), textAt(output, "name"));
    }
    for (const each of listAt(output, "content")) {
      const content = fieldsOf(each);
      if (textAt(content, "type") === "refusal") isRefused = true;
    }
  };

  /** A whole answer says everything again: its text replaces what the events said. */
  const whole = (body: Fields): void => {
    response = body;
    failure ||= failureOf(body);
    const output = listAt(body, "output");
    for (const [at, each] of output.entries()) item(each, at);
    if (output.length > 0) text = textOf(output, keepsText);
  };

  return {
    whole: (body) => whole(fieldsOf(body)),
    event: (value) => {
      const event = fieldsOf(value);
      const type = textAt(event, "type");
      if (isFields(event["response"])) whole(event["response"]);
      else if (type === "response.output_item.done")
        item(event["item"], countAt(event, "output_index") ?? 0);
      else if (type.startsWith("response.refusal.")) isRefused = true;
      else if (type === "response.output_text.delta")
        text.add(textAt(event, "delta"), blockOf(event));
      else if (type === "error" || isFields(event["error"])) {
        failure ||= failureOf(event) || classOf(textAt(event, "code"));
      }
    },
    read: (): Answer => {
      const usage = fieldsAt(response, "usage");
      const reasons = reasonsOf(response);
      return {
        ...NO_ANSWER,
        responseId: textAt(response, "id"),
        model: textAt(response, "model"),
        conversationId: textAt(fieldsAt(response, "conversation"), "id"),
        inputTokens: countAt(usage, "input_tokens"),
        cachedTokens: countAt(fieldsAt(usage, "input_tokens_details"), "cached_tokens"),
        cacheWriteTokens: countAt(fieldsAt(usage, "input_tokens_details"), "cache_write_tokens"),
        outputTokens: countAt(usage, "output_tokens"),
        reasoningTokens: countAt(fieldsAt(usage, "output_tokens_details"), "reasoning_tokens"),
        finishReasons: reasons,
        tools: tools.read(),
        isRefused:
          isRefused || reasons.includes("content_filter")
            ? true
            : reasons.length > 0
              ? false
              : null,
        failure,
        text: text.read(),
      };
    },
  };
}

function reasonsOf(response: Fields): readonly string[] {
  const status = textAt(response, "status");
  if (status === "" || status === "in_progress" || status === "queued") return [];
  return [textAt(fieldsAt(response, "incomplete_details"), "reason") || status];
}

function textOf(output: readonly unknown[], keepsText: boolean): KeptText {
  const text = new KeptText(keepsText);
  for (const [at, each] of output.entries()) {
    for (const [place, part] of listAt(fieldsOf(each), "content").entries()) {
      text.add(textAt(fieldsOf(part), "text"), `${at}/${place}`);
    }
  }
  return text;
}

function blockOf(event: Fields): string {
  return `${countAt(event, "output_index") ?? 0}/${countAt(event, "content_index") ?? 0}`;
}
