import type { DecodedSpan } from "./decoded.ts";
import { REPLAY, type Sender } from "./kept-record.ts";

/** Beside a refused span's attributes: what else it takes to send it again. */
export interface SpanReplayNote {
  readonly span: Omit<DecodedSpan, "attributes" | "events">;
  readonly resource: readonly string[];
}

/** What holds content: it is read for names, and never kept. */
const CONTENT: ReadonlySet<string> = new Set([
  "gen_ai.output.messages",
  "output.value",
  "llm.invocation_parameters",
  "ai.response.toolCalls",
]);

/** A refused span as it is kept: what dialects read of it, without content, and what a replay takes. */
export function keptSpan(span: DecodedSpan, sender: Sender): unknown {
  const { attributes, events: _, ...rest } = span;
  const told = Object.entries(attributes).filter(([name]) => !CONTENT.has(name));
  const names = Object.keys(sender.named);
  const isWhole = sender.isWhole && !names.some((name) => Object.hasOwn(attributes, name));
  const note: SpanReplayNote | null = isWhole ? { span: rest, resource: names } : null;
  return { ...sender.named, ...Object.fromEntries(told), [REPLAY]: note };
}
