import { readText, shown } from "./readers.ts";
import { type GenAiCall, OWN_SOURCE } from "./wire/genai-call.ts";
import { setOwn } from "./wire/own-property.ts";

/** What a call of a hosted generative model was; what is left out is unknown. */
export type CallInput = Partial<Omit<GenAiCall, "source">>;

/** The API of the largest provider allows 128 choices. */
const REASONS_MAX = 128;
const TOOLS_MAX = 1_000;

/** Reads a call that a user hands over. Throws a TypeError where it is none; a number that is no such number is unknown. */
export function readCall(value: unknown): GenAiCall {
  if (typeof value !== "object" || value === null) {
    throw new TypeError(`a call must be an object, got ${shown(value)}`);
  }
  // Every property is optional and read as unknown below.
  const call = value as { readonly [K in keyof CallInput]: unknown };
  return {
    operation: readText(call.operation),
    requestModel: readText(call.requestModel),
    modelSource:
      call.modelSource === "provider" || call.modelSource === "copied"
        ? call.modelSource
        : "unknown",
    responseId: readText(call.responseId),
    conversationId: readText(call.conversationId),
    inputTokens: countOf(call.inputTokens),
    cachedTokens: countOf(call.cachedTokens),
    cacheWriteTokens: countOf(call.cacheWriteTokens),
    outputTokens: countOf(call.outputTokens),
    reasoningTokens: countOf(call.reasoningTokens),
    finishReasons: reasonsOf(call.finishReasons),
    tools: toolsOf(call.tools),
    isRefused: truthOf(call.isRefused),
    isStreamed: truthOf(call.isStreamed),
    firstChunk: secondsOf(call.firstChunk),
    source: OWN_SOURCE,
  };
}

function countOf(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function secondsOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : null;
}

function truthOf(value: unknown): boolean | null {
  return typeof value === "boolean" ? value : null;
}

function reasonsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.slice(0, REASONS_MAX).map(readText) : [];
}

function toolsOf(value: unknown): Readonly<Record<string, number>> {
  const tools: Record<string, number> = {};
  if (typeof value !== "object" || value === null) return tools;
  for (const [name, count] of Object.entries(value).slice(0, TOOLS_MAX)) {
    const read = countOf(count);
    if (read !== null && read > 0) setOwn(tools, readText(name), read);
  }
  return tools;
}
