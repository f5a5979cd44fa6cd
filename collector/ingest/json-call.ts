import type { GenAiCall } from "@tiltmeter/sdk/wire/genai-call";
import { z } from "zod";

// Messages complete the sentence "<key> must be …".
const text = z.string("text").nullish();
const WHOLE = "a whole number from 0";
const count = z.int(WHOLE).min(0, WHOLE).nullish();
const SECONDS = "seconds, 0 or more";
const TIMES = "a whole number from 1";
const flag = z.boolean("true or false").nullish();

const object = z.strictObject(
  {
    operation: text.describe("`chat`, `text_completion`, `embeddings` …"),
    requestModel: text.describe("What was asked for; `model.name` is what answered."),
    modelSource: z
      .enum(["provider", "copied", "unknown"], "one of provider, copied, unknown")
      .nullish()
      .describe("Whether `model.name` is what the provider's own answer said."),
    responseId: text.describe("The provider's id of the answer."),
    conversationId: text,
    inputTokens: count.describe("All, those read from and written to a cache included."),
    cachedTokens: count,
    cacheWriteTokens: count,
    outputTokens: count.describe("All, those of reasoning included."),
    reasoningTokens: count,
    finishReasons: z.array(z.string("text"), "a list of texts").nullish(),
    tools: z
      .record(z.string(), z.int(TIMES).min(1, TIMES), "an object")
      .nullish()
      .describe("How often the answer asks for each tool, by name."),
    isRefused: flag,
    isStreamed: flag,
    firstChunk: z
      .number(SECONDS)
      .min(0, SECONDS)
      .nullish()
      .describe("Seconds until the first chunk of a streamed answer."),
  },
  "an object",
);

/** A call as the plain JSON ingest has it: every part may be missing. */
type JsonCall = {
  readonly [Part in Exclude<keyof GenAiCall, "source">]?: GenAiCall[Part] | null | undefined;
};

/** What a prediction of a generative model may say of its call, beside the rest. */
export const callItem: z.ZodType<JsonCall | null | undefined> = object
  .nullish()
  .describe("Where a generative model of a provider answered: tokens, times, tools.");

/** Every key that may stand in it. */
export const CALL_KEYS: readonly string[] = Object.keys(object.shape);

/** The call of a prediction whose model is named `model`; nothing where the sender gave none. Unknown stays unknown. */
export function callOf(
  of: JsonCall | null | undefined,
  model: string,
): { readonly call: GenAiCall } | Record<string, never> {
  if (of === null || of === undefined) return {};
  const call: GenAiCall = {
    operation: of.operation ?? "",
    requestModel: of.requestModel ?? "",
    modelSource: of.modelSource ?? (model === "" ? "unknown" : "provider"),
    responseId: of.responseId ?? "",
    conversationId: of.conversationId ?? "",
    inputTokens: of.inputTokens ?? null,
    cachedTokens: of.cachedTokens ?? null,
    cacheWriteTokens: of.cacheWriteTokens ?? null,
    outputTokens: of.outputTokens ?? null,
    reasoningTokens: of.reasoningTokens ?? null,
    finishReasons: of.finishReasons ?? [],
    tools: of.tools ?? {},
    isRefused: of.isRefused ?? null,
    isStreamed: of.isStreamed ?? null,
    firstChunk: of.firstChunk ?? null,
    source: { dialect: "json", scope: "", scopeVersion: "", schemaUrl: "", seenBy: [] },
  };
  return { call };
}
