import type { RecordEvent } from "./fold-step.ts";
import type { Nonconformity } from "./nonconformity.ts";
import { MACHINE } from "./raise.ts";

type Moved = Extract<RecordEvent, { type: "nonconformity_moved" }>;

/** An acceptance that has come to its end: the machine looks at the cause again. Null: it lasts. */
export function endAcceptance(record: Nonconformity, nowMs: number): Moved | null {
  const { state, acceptedUntilMs } = record;
  if (state !== "accepted" || acceptedUntilMs === null || acceptedUntilMs > nowMs) return null;
  const text = `the risk was accepted until ${record.fields["until"] ?? "a date that has passed"}`;
  return moved(nowMs, text, {});
}

/**
 * Telemetry refutes the actions: back to the cause, in the next cycle. Null where nothing was under
 * test any more. It is the machine's one move against people: it never closes, but it reopens.
 */
export function reopen(
  { state }: Nonconformity,
  of: { readonly text: string; readonly atMs: number },
): Moved | null {
  if (state !== "verifying" && state !== "closing") return null;
  return moved(of.atMs, of.text, { result: "refuted" });
}

function moved(atMs: number, text: string, fields: Readonly<Record<string, string>>): Moved {
  return { type: "nonconformity_moved", atMs, by: MACHINE, to: "analysing", fields, text };
}
