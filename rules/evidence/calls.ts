import { addCounts } from "./add-counts.ts";

/**
 * Calls of hosted generative models: what they took and how they ended, by the prediction's time.
 * Predictions that are no such call are not counted.
 */
export interface Calls {
  readonly kind: "calls";
  readonly calls: number;
  /** Calls whose prediction has status `error`; the others were answered. */
  readonly errors: number;
  /** Calls that the model declined to answer, of `refusalKnown` that say whether it did. */
  readonly refused: number;
  readonly refusalKnown: number;
  /** Answered calls that do not say their tokens: input, and output but for embeddings. */
  readonly unmeasured: number;
  /** Sums over the calls that say them. */
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly cacheWriteTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  /** Input tokens of the calls that say how many of them came from a cache. */
  readonly cacheKnownTokens: number;
  /** Seconds until the first chunk, in the cells of `latencies`: cell index → calls. */
  readonly firstChunks: Readonly<Record<string, number>>;
  /** Reason, in the provider's word → answers that ended so; a call may have several. */
  readonly finishReasons: Readonly<Record<string, number>>;
  /** Answered calls that say no reason. */
  readonly unfinished: number;
  /** Tool → how often it was asked for. */
  readonly tools: Readonly<Record<string, number>>;
}

export function emptyCalls(): Calls {
  return {
    kind: "calls",
    calls: 0,
    errors: 0,
    refused: 0,
    refusalKnown: 0,
    unmeasured: 0,
    inputTokens: 0,
    cachedTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: 0,
    reasoningTokens: 0,
    cacheKnownTokens: 0,
    firstChunks: {},
    finishReasons: {},
    unfinished: 0,
    tools: {},
  };
}

export function mergeCalls(a: Calls, b: Calls): Calls {
  return {
    kind: "calls",
    calls: a.calls + b.calls,
    errors: a.errors + b.errors,
    refused: a.refused + b.refused,
    refusalKnown: a.refusalKnown + b.refusalKnown,
    unmeasured: a.unmeasured + b.unmeasured,
    inputTokens: a.inputTokens + b.inputTokens,
    cachedTokens: a.cachedTokens + b.cachedTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    reasoningTokens: a.reasoningTokens + b.reasoningTokens,
    cacheKnownTokens: a.cacheKnownTokens + b.cacheKnownTokens,
    firstChunks: addCounts(a.firstChunks, b.firstChunks),
    finishReasons: addCounts(a.finishReasons, b.finishReasons),
    unfinished: a.unfinished + b.unfinished,
    tools: addCounts(a.tools, b.tools),
  };
}
