import { type Fields, isFields, textAt } from "./fields.ts";

/** What a class of failures looks like; all else may be a message, which may say anything. */
const CLASS = /^[\w.:-]{1,64}$/;

/** The class of an error in a body: OpenAI's code or type; a stream tells of one with the status 200. */
export function failureOf(body: Fields): string {
  const error = body["error"];
  if (typeof error === "string") return "_OTHER";
  if (!isFields(error)) return "";
  return classOf(textAt(error, "code") || textAt(error, "type"));
}

/** `_OTHER` where it is no class's name. */
export function classOf(name: string): string {
  return CLASS.test(name) ? name : "_OTHER";
}
