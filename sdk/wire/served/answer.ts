import type { GenAiCall } from "../genai-call.ts";

type SaidOfItself =
  | "responseId"
  | "conversationId"
  | "inputTokens"
  | "cachedTokens"
  | "cacheWriteTokens"
  | "outputTokens"
  | "reasoningTokens"
  | "finishReasons"
  | "tools"
  | "isRefused";

/** What a generative model's answer says of itself; unknown stays unknown. */
export interface Answer extends Pick<GenAiCall, SaidOfItself> {
  /** The model that the provider says has answered. */
  readonly model: string;
  /** The class of a failure that the answer itself tells of; `""` where none. */
  readonly failure: string;
  /** What was said, where the reader was asked to keep it; else `""`. */
  readonly text: string;
}

export const NO_ANSWER: Answer = {
  responseId: "",
  model: "",
  conversationId: "",
  inputTokens: null,
  cachedTokens: null,
  cacheWriteTokens: null,
  outputTokens: null,
  reasoningTokens: null,
  finishReasons: [],
  tools: {},
  isRefused: null,
  failure: "",
  text: "",
};

/** Takes what comes of one answer, and says at any time what is known so far. */
export interface AnswerReader {
  /** A whole answer, parsed. */
  readonly whole: (body: unknown) => void;
  /** One event of a streamed answer, parsed. */
  readonly event: (event: unknown) => void;
  readonly read: () => Answer;
}
