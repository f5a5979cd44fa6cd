import { type Fields, fieldsAt, fieldsOf, isFields, textAt } from "./fields.ts";
import type { ServedApi, ServedRoute } from "./route.ts";

/** What a request to a model server asks for. */
export interface Asked {
  readonly api: ServedApi;
  /** The requested model; `""` where neither body nor path names one. */
  readonly model: string;
  /** The requested version, where the path names one. */
  readonly modelVersion: string;
  readonly isStreamed: boolean;
  readonly conversationId: string;
  readonly body: Fields;
}

/** Reads a request's parsed body. MLflow serves chat models at the same address: a body with messages is one. */
export function askedOf(route: ServedRoute, body: unknown): Asked {
  const fields = fieldsOf(body);
  const isChat = route.api === "mlflow.invocations" && Array.isArray(fields["messages"]);
  return {
    api: isChat ? "openai.chat" : route.api,
    model: textAt(fields, "model") || route.model,
    modelVersion: route.modelVersion,
    isStreamed: fields["stream"] === true,
    conversationId: conversationOf(fields),
    body: fields,
  };
}

/** The Responses API names a conversation by its id or as an object. */
function conversationOf(body: Fields): string {
  const conversation = body["conversation"];
  return isFields(conversation)
    ? textAt(fieldsAt(body, "conversation"), "id")
    : textAt(body, "conversation");
}
