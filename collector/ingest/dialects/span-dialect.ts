import type { GenAiCall } from "@tiltmeter/sdk/wire/genai-call";
import type { DecodedSpan, Scope } from "../decoded.ts";
import { providerName } from "./provider.ts";
import { refusedBy } from "./refusal.ts";

/** What a span of a call says, as its dialect understands it. */
export interface SpanCall {
  /** As said; normalised below. */
  readonly provider: string;
  /** The model that answered, as said; `""` unknown. */
  readonly responseModel: string;
  /** The instrumentation repeats the requested model where the provider names none. */
  readonly copiesModel: boolean;
  readonly call: Partial<GenAiCall>;
}

/** What a span is to somebody who counts calls. */
export type SpanReading =
  | { readonly kind: "call"; readonly said: SpanCall }
  /** An agent, a workflow, a step or an operation beside: what it repeats is counted in its calls. */
  | { readonly kind: "around" }
  /** The execution of a tool that an answer asked for. */
  | { readonly kind: "tool"; readonly tool: string };

export interface SpanDialect {
  /** What rows are marked with: name and version of the reading. */
  readonly name: string;
  /** Null for a span that is not of this dialect. */
  readonly read: (span: DecodedSpan) => SpanReading | null;
}

/** A call with everything that is not said as unknown. */
export interface ToldCall {
  readonly supplier: string;
  /** What the provider says has answered; `""` where only the request is known. */
  readonly answered: string;
  readonly call: GenAiCall;
}

/** The same end in the words of the AI SDK, of OpenTelemetry's messages and of providers, which are kept. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["tool-calls", "tool_calls"],
  ["tool_call", "tool_calls"],
  ["content-filter", "content_filter"],
]);

export function toldCall(said: SpanCall, dialect: string, scope: Scope): ToldCall {
  const supplier = providerName(said.provider);
  const { requestModel = "", ...rest } = said.call;
  const finishReasons = (said.call.finishReasons ?? []).map(
    (reason) => WORDS.get(reason) ?? reason,
  );
  const isCopied = said.copiesModel && said.responseModel === requestModel;
  const modelSource = said.responseModel === "" ? "unknown" : isCopied ? "copied" : "provider";
  return {
    supplier,
    answered: modelSource === "provider" ? said.responseModel : "",
    call: {
      operation: "",
      requestModel,
      modelSource,
      responseId: "",
      conversationId: "",
      inputTokens: null,
      cachedTokens: null,
      cacheWriteTokens: null,
      outputTokens: null,
      reasoningTokens: null,
      tools: {},
      isRefused: refusedBy(finishReasons, supplier),
      isStreamed: null,
      firstChunk: null,
      ...rest,
      finishReasons,
      source: {
        dialect,
        scope: scope.name,
        scopeVersion: scope.version,
        schemaUrl: scope.schemaUrl,
        seenBy: [],
      },
    },
  };
}
