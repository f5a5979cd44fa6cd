import {
  boolValue,
  doubleValue,
  integerValue,
  keyValue,
  mapValue,
  textsValue,
  textValue,
} from "./byte-string.ts";
import { ATTRIBUTE, GEN_AI } from "./wire/attributes.ts";
import type { GenAiCall } from "./wire/genai-call.ts";
import type { Model } from "./wire/prediction.ts";

/** `LogRecord.attributes`. */
export const ATTRIBUTE_TAG = 0x32;

/** An attribute of a record; `value` is the content of an `AnyValue`. */
export function pair(name: string, value: string): string {
  return keyValue(ATTRIBUTE_TAG, name, value);
}

function text(name: string, value: string): string {
  return value === "" ? "" : pair(name, textValue(value));
}

function integer(name: string, value: number | null): string {
  return value === null ? "" : pair(name, integerValue(value));
}

/** What a prediction's model is, as attributes. */
export function modelText(model: Model): string {
  return (
    text(ATTRIBUTE.modelName, model.name) +
    text(ATTRIBUTE.modelVersion, model.version) +
    text(ATTRIBUTE.modelSupplier, model.supplier) +
    text(ATTRIBUTE.modelDigest, model.digest)
  );
}

/** What a call of a generative model was, as attributes: those that `toWire` writes. */
export function callText(call: GenAiCall, model: Model): string {
  const tools = Object.entries(call.tools);
  return [
    text(GEN_AI.operation, call.operation),
    text(GEN_AI.provider, model.supplier),
    text(GEN_AI.requestModel, call.requestModel),
    text(GEN_AI.responseModel, model.name),
    text(ATTRIBUTE.callModelSource, call.modelSource),
    text(GEN_AI.responseId, call.responseId),
    text(GEN_AI.conversationId, call.conversationId),
    integer(GEN_AI.inputTokens, call.inputTokens),
    integer(GEN_AI.cachedTokens, call.cachedTokens),
    integer(GEN_AI.cacheWriteTokens, call.cacheWriteTokens),
    integer(GEN_AI.outputTokens, call.outputTokens),
    integer(GEN_AI.reasoningTokens, call.reasoningTokens),
    call.finishReasons.length === 0
      ? ""
      : pair(GEN_AI.finishReasons, textsValue(call.finishReasons)),
    tools.length === 0
      ? ""
      : pair(
          ATTRIBUTE.callTools,
          mapValue(
            tools.map(([name, count]) => keyValue(0x0a, name, integerValue(count))).join(""),
          ),
        ),
    call.isRefused === null ? "" : pair(ATTRIBUTE.callRefused, boolValue(call.isRefused)),
    call.isStreamed === null ? "" : pair(GEN_AI.isStreamed, boolValue(call.isStreamed)),
    call.firstChunk === null ? "" : pair(GEN_AI.firstChunk, doubleValue(call.firstChunk)),
  ].join("");
}
