import type { AttributeValue } from "@tiltmeter/sdk/wire/attribute-value";
import { fieldOf, parsed } from "./first-value.ts";

/** More messages, or more parts of one, are no answer of a model. */
const ITEMS_MAX = 256;

/**
 * How often an answer asks for each tool, by name, from its messages: a list or the JSON of one, with calls of
 * tools as parts (`gen_ai.output.messages`), as OpenAI writes them, or bare (`ai.response.toolCalls`).
 *
 * Only names are kept. Nothing where the messages are absent or are something else.
 */
export function toolsAsked(messages: AttributeValue | undefined): Readonly<Record<string, number>> {
  const found = typeof messages === "string" ? parsed(messages) : messages;
  const names = listOf(found).flatMap((message) => {
    const parts = [message, ...listOf(fieldOf(message, "parts"))];
    return [...parts, ...listOf(fieldOf(message, "tool_calls"))].flatMap(nameOf);
  });
  return counted(names);
}

/** How often each name comes. */
export function counted(names: readonly string[]): Readonly<Record<string, number>> {
  const into: Record<string, number> = Object.create(null);
  for (const name of names) into[name] = (into[name] ?? 0) + 1;
  return into;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, ITEMS_MAX) : [];
}

function nameOf(part: unknown): readonly string[] {
  const type = fieldOf(part, "type");
  const named =
    type === "tool_call" || type === "tool_use"
      ? fieldOf(part, "name")
      : (fieldOf(part, "toolName") ?? fieldOf(fieldOf(part, "function"), "name"));
  return typeof named === "string" && named !== "" ? [named] : [];
}
