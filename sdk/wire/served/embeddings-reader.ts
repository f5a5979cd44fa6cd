import { type Answer, type AnswerReader, NO_ANSWER } from "./answer.ts";
import { failureOf } from "./failure-of.ts";
import { countAt, type Fields, fieldsAt, fieldsOf, textAt } from "./fields.ts";

/** Reads embeddings: a model and its input tokens; they have no id, and nothing is said that could be refused. */
export function embeddingsReader(): AnswerReader {
  let body: Fields = {};
  return {
    whole: (value) => {
      body = fieldsOf(value);
    },
    event: () => undefined,
    read: (): Answer => ({
      ...NO_ANSWER,
      model: textAt(body, "model"),
      inputTokens: countAt(fieldsAt(body, "usage"), "prompt_tokens"),
      failure: failureOf(body),
    }),
  };
}
