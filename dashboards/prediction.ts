/** One prediction as its page tells it: what was asked and answered, and what became of it. */
export interface PredictionDetail {
  readonly system: string;
  readonly id: string;
  readonly environment: string;
  readonly timeMs: number;
  readonly receivedMs: number;
  readonly model: { readonly name: string; readonly version: string; readonly supplier: string };
  readonly task: string;
  readonly label: string;
  readonly score: number | null;
  readonly value: number | null;
  /** Seconds. */
  readonly latency: number | null;
  readonly status: string;
  readonly errorType: string;
  readonly segment: Readonly<Record<string, string>>;
  readonly producer: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly numericFeatures: Readonly<Record<string, number>>;
  readonly categoricalFeatures: Readonly<Record<string, string>>;
  readonly missingFeatures: readonly string[];
  readonly outcome: {
    readonly timeMs: number;
    readonly label: string;
    readonly value: number | null;
  } | null;
  /** The oldest first. */
  readonly reviews: readonly {
    readonly timeMs: number;
    readonly action: string;
    readonly from: string;
    readonly to: string;
    readonly by: string;
    readonly reason: string;
  }[];
  /** By name. */
  readonly scores: readonly {
    readonly timeMs: number;
    readonly name: string;
    readonly value: number | null;
    readonly label: string;
    /** Null: the check says no such thing. */
    readonly passed: boolean | null;
    readonly source: string;
  }[];
  /** Null: it was no call of a generative model. */
  readonly call: CallFacts | null;
}

/** What the call of a generative model was. Unknown is null or empty, never 0. */
export interface CallFacts {
  readonly operation: string;
  readonly requestModel: string;
  /** Where the model's name comes from: the provider's answer, or a copy of what was asked for. */
  readonly modelSource: string;
  readonly responseId: string;
  readonly conversationId: string;
  readonly inputTokens: number | null;
  readonly cachedTokens: number | null;
  readonly cacheWriteTokens: number | null;
  readonly outputTokens: number | null;
  readonly reasoningTokens: number | null;
  readonly finishReasons: readonly string[];
  readonly tools: Readonly<Record<string, number>>;
  readonly isRefused: boolean | null;
  readonly isStreamed: boolean | null;
  /** Seconds. */
  readonly firstChunk: number | null;
  readonly source: {
    readonly dialect: string;
    readonly scope: string;
    readonly scopeVersion: string;
    readonly schemaUrl: string;
    readonly seenBy: readonly string[];
  };
}
