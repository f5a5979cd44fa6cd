import type { AnswerReader } from "./answer.ts";
import { choicesReader } from "./choices-reader.ts";
import { embeddingsReader } from "./embeddings-reader.ts";
import { messagesReader } from "./messages-reader.ts";
import { responsesReader } from "./responses-reader.ts";
import type { ServedApi } from "./route.ts";

/** Interfaces whose answers are those of generative models, or of their kin that embed. */
export type GenerativeApi = Exclude<ServedApi, "kserve.infer" | "mlflow.invocations">;

/** A reader for one answer of the interface; `keepsText` where content may be recorded. */
export function answerReader(api: GenerativeApi, keepsText: boolean): AnswerReader {
  switch (api) {
    case "openai.chat":
    case "openai.completions":
      return choicesReader(keepsText);
    case "openai.responses":
      return responsesReader(keepsText);
    case "openai.embeddings":
      return embeddingsReader();
    case "anthropic.messages":
      return messagesReader(keepsText);
  }
}

export function isGenerative(api: ServedApi): api is GenerativeApi {
  return api !== "kserve.infer" && api !== "mlflow.invocations";
}
