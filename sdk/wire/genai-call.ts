/**
 * What a call of a hosted generative model was, beside its prediction: names, tokens and times, never
 * content. Unknown stays unknown: a null or an empty string, never 0.
 */
export interface GenAiCall {
  /** `gen_ai.operation.name`: chat, text_completion, generate_content, embeddings, …; `""` unknown. */
  readonly operation: string;
  /** What was asked for, e.g. `gpt-4o`. The model that answered is the prediction's. */
  readonly requestModel: string;
  /**
   * Where the prediction's model name comes from: `provider`, the provider's own answer said so; `copied`, the
   * instrumentation repeats the requested one, so that the prediction has no model; `unknown`.
   */
  readonly modelSource: "provider" | "copied" | "unknown";
  /** The provider's id of the answer. */
  readonly responseId: string;
  readonly conversationId: string;
  /** All input tokens, those read from and written to a cache included. */
  readonly inputTokens: number | null;
  /** Of the input tokens, those read from the provider's cache. */
  readonly cachedTokens: number | null;
  /** Of the input tokens, those written to the provider's cache. */
  readonly cacheWriteTokens: number | null;
  /** All output tokens, those of reasoning included. */
  readonly outputTokens: number | null;
  readonly reasoningTokens: number | null;
  /** One a choice, in the provider's order and words: stop, length, tool_calls, content_filter, … */
  readonly finishReasons: readonly string[];
  /** Tool name → how often the answer asks for it. */
  readonly tools: Readonly<Record<string, number>>;
  /** Whether the model declined to answer; null where that cannot be told. */
  readonly isRefused: boolean | null;
  readonly isStreamed: boolean | null;
  /** Seconds until the first chunk of a streamed answer; null where not measured. */
  readonly firstChunk: number | null;
  readonly source: GenAiSource;
}

/** Who observed what our SDK sends: the receiver adds the scope of the record. */
export const OWN_SOURCE: GenAiSource = {
  dialect: "tiltmeter",
  scope: "",
  scopeVersion: "",
  schemaUrl: "",
  seenBy: [],
};

/** Who observed a call, so that its numbers can be explained after the next change of a convention. */
export interface GenAiSource {
  /** Of the collector's dialects, or `tiltmeter` where our SDK saw it. */
  readonly dialect: string;
  /** The instrumentation scope and its version; `""` where not said. */
  readonly scope: string;
  readonly scopeVersion: string;
  readonly schemaUrl: string;
  /** Span ids of the same trace that told of the same call and do not count again. */
  readonly seenBy: readonly string[];
}
