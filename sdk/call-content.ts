import { CONTENT, TEXT_BYTES } from "./prediction-layout.ts";
import { cutText, type Scalars } from "./scalars.ts";
import type { GenAiCall } from "./wire/genai-call.ts";
import { setOwn } from "./wire/own-property.ts";

/** A call's memory beside its texts. */
const CALL_BYTES = 400;

/** The texts of a generative call, where it has any. */
export function contentOf(features: Scalars | null): readonly (string | null)[] | null {
  if (features === null) return null;
  const content = CONTENT.map((name) => {
    const value = Object.hasOwn(features, name) ? features[name] : null;
    return typeof value === "string" ? cutText(value) : null;
  });
  return content.every((text) => text === null) ? null : content;
}

/** The other features. */
export function withoutContent(features: Scalars | null): Scalars | null {
  if (features === null) return null;
  const others: Record<string, Scalars[string]> = {};
  for (const name of Object.keys(features)) {
    const value = features[name];
    const isContent = typeof value === "string" && CONTENT.some((each) => each === name);
    if (!isContent) setOwn(others, name, value);
  }
  return others;
}

/** Memory that it takes, estimated. */
export function bytesOfContent(content: readonly (string | null)[]): number {
  return content.reduce((sum, text) => sum + TEXT_BYTES + 2 * (text?.length ?? 0), TEXT_BYTES);
}

/** Memory that a call takes, estimated. */
export function bytesOfCall(call: GenAiCall): number {
  const texts = [call.requestModel, call.responseId, call.conversationId];
  texts.push(...call.finishReasons, ...Object.keys(call.tools));
  return texts.reduce((sum, text) => sum + TEXT_BYTES + 2 * text.length, CALL_BYTES);
}
