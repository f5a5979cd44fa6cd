import type { GenAiCall, GenAiSource } from "../genai-call.ts";
import type { Model, Task } from "../prediction.ts";
import type { Answer } from "./answer.ts";
import type { GenerativeApi } from "./answer-reader.ts";

const NAME_LENGTH_MAX = 256;

const OPERATION: Readonly<Record<GenerativeApi, string>> = {
  "openai.chat": "chat",
  "openai.completions": "text_completion",
  "openai.responses": "chat",
  "openai.embeddings": "embeddings",
  "anthropic.messages": "chat",
};

/** What of a prediction a call of a hosted model decides. */
export interface Called {
  readonly model: Model;
  readonly task: Task;
  readonly call: GenAiCall;
}

/** `gen_ai.operation.name` of an interface. */
export function operationOf(api: GenerativeApi): string {
  return OPERATION[api];
}

/** Joins what was asked and what was answered. Only a model that the provider names is the prediction's. */
export function callOf(of: {
  readonly operation: string;
  readonly requestModel: string;
  readonly conversationId: string;
  readonly isStreamed: boolean | null;
  /** Seconds; null where not measured. */
  readonly firstChunk: number | null;
  readonly provider: string;
  readonly answer: Answer;
  readonly source: GenAiSource;
}): Called {
  const { answer } = of;
  const name = short(answer.model);
  return {
    model: { name, version: name, supplier: of.provider, digest: "" },
    task: of.operation === "embeddings" ? "" : "generation",
    call: {
      operation: of.operation,
      requestModel: short(of.requestModel),
      modelSource: answer.model === "" ? "unknown" : "provider",
      responseId: short(answer.responseId),
      conversationId: short(answer.conversationId || of.conversationId),
      inputTokens: answer.inputTokens,
      cachedTokens: answer.cachedTokens,
      cacheWriteTokens: answer.cacheWriteTokens,
      outputTokens: answer.outputTokens,
      reasoningTokens: answer.reasoningTokens,
      finishReasons: answer.finishReasons.map(short),
      tools: answer.tools,
      isRefused: answer.isRefused,
      isStreamed: of.isStreamed,
      firstChunk: of.firstChunk,
      source: of.source,
    },
  };
}

/** Names of somebody else's making are names as long as they are short. */
function short(text: string): string {
  return text.slice(0, NAME_LENGTH_MAX);
}
