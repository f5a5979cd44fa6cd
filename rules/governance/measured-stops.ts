import type { DirectiveEvent } from "../directive/directive.ts";

/** A suspension that happened: how long it took until the system followed it, as the ledger has it. */
export interface MeasuredStop {
  readonly system: string;
  readonly sinceMs: number;
  readonly by: string;
  /** Until the first sign that it stood still; null: there was none before it ended. */
  readonly afterMs: number | null;
}

/** The suspensions of one system, oldest first: one that is prolonged is one. */
export function measuredStops(
  system: string,
  history: readonly DirectiveEvent[],
): readonly MeasuredStop[] {
  const stops: MeasuredStop[] = [];
  let isSuspended = false;
  for (const { type, atMs, by } of history) {
    if (type === "system_suspended" && !isSuspended) {
      stops.push({ system, sinceMs: atMs, by, afterMs: null });
    }
    const last = stops.at(-1);
    if (type === "suspension_effective" && isSuspended && last?.afterMs === null) {
      stops.splice(-1, 1, { ...last, afterMs: atMs - last.sinceMs });
    }
    if (type === "system_suspended") isSuspended = true;
    if (type === "system_resumed") isSuspended = false;
  }
  return stops;
}
