import { type Answer, type AnswerReader, NO_ANSWER } from "./answer.ts";
import { classOf } from "./failure-of.ts";
import { countAt, type Fields, fieldsAt, fieldsOf, listAt, textAt } from "./fields.ts";
import { KeptText } from "./kept-text.ts";
import { ToolCount } from "./tool-count.ts";

/**
 * Reads Anthropic's Messages API, whole and in events. Its input tokens leave out those read from and written to
 * the cache; ours are all of them. The output tokens that a stream begins with are no total: only its
 * `message_delta` tells them.
 */
export function messagesReader(keepsText: boolean): AnswerReader {
  const tools = new ToolCount();
  const text = new KeptText(keepsText);
  let message: Fields = {};
  let usage: Fields = {};
  let outputTokens: number | null = null;
  let [stopReason, failure] = ["", ""];

  const block = (value: unknown, key: string): void => {
    const content = fieldsOf(value);
    if (textAt(content, "type").endsWith("tool_use")) tools.add(key, textAt(content, "name"));
    if (textAt(content, "type") === "text") text.add(textAt(content, "text"), key);
  };
  const fail = (of: Fields): void => {
    failure ||= classOf(textAt(fieldsAt(of, "error"), "type"));
  };

  return {
    whole: (body) => {
      message = fieldsOf(body);
      usage = fieldsAt(message, "usage");
      outputTokens = countAt(usage, "output_tokens");
      stopReason = textAt(message, "stop_reason");
      for (const [at, each] of listAt(message, "content").entries()) block(each, String(at));
      if (textAt(message, "type") === "error") fail(message);
    },
    event: (value) => {
      const event = fieldsOf(value);
      switch (textAt(event, "type")) {
        case "message_start":
          message = fieldsAt(event, "message");
          usage = fieldsAt(message, "usage");
          break;
        case "content_block_start":
          block(event["content_block"], String(countAt(event, "index") ?? 0));
          break;
        case "content_block_delta":
          text.add(textAt(fieldsAt(event, "delta"), "text"), String(countAt(event, "index") ?? 0));
          break;
        case "message_delta":
          stopReason = textAt(fieldsAt(event, "delta"), "stop_reason") || stopReason;
          // Cumulative: what it names replaces what the start said.
          usage = { ...usage, ...known(fieldsAt(event, "usage")) };
          outputTokens = countAt(usage, "output_tokens");
          break;
        case "error":
          fail(event);
          break;
        default:
      }
    },
    read: (): Answer => {
      const cached = countAt(usage, "cache_read_input_tokens");
      const written = countAt(usage, "cache_creation_input_tokens");
      const uncached = countAt(usage, "input_tokens");
      return {
        ...NO_ANSWER,
        responseId: textAt(message, "id"),
        model: textAt(message, "model"),
        inputTokens: uncached === null ? null : uncached + (cached ?? 0) + (written ?? 0),
        cachedTokens: cached,
        cacheWriteTokens: written,
        outputTokens,
        finishReasons: stopReason === "" ? [] : [stopReason],
        tools: tools.read(),
        isRefused: stopReason === "" ? null : stopReason === "refusal",
        failure,
        text: text.read(),
      };
    },
  };
}

function known(usage: Fields): Fields {
  return Object.fromEntries(Object.entries(usage).filter(([, value]) => value !== null));
}
