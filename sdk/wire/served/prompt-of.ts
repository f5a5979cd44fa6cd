import { type Fields, fieldsOf, isFields, listAt, textAt } from "./fields.ts";

/**
 * What a request asks in words: its last message of a user, else its input or prompt; `""` where it has none.
 *
 * The last message, not all of them: the earlier ones were asked before, and what the system was told is the same in
 * every call.
 */
export function promptOf(body: Fields): string {
  const input = body["input"];
  const messages = [...listAt(body, "messages"), ...listAt(body, "input")].map(fieldsOf);
  const last = messages.findLast((message) => textAt(message, "role") === "user");
  if (last !== undefined) return textOf(last["content"]);
  return textOf(typeof input === "string" ? input : (body["prompt"] ?? input));
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  const parts = content.map((part: unknown) =>
    typeof part === "string" ? part : isFields(part) ? textAt(part, "text") : "",
  );
  return parts.filter((part) => part !== "").join("\n");
}
