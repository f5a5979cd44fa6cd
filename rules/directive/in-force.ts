import { MACHINE } from "../nonconformity/raise.ts";
import {
  type DirectiveEvent,
  foldDirective,
  type Suspended,
  type SuspensionGround,
  type SystemDirective,
} from "./directive.ts";

/** How a system stands at an instant. Suspended outweighs proposed. */
export type DirectiveStanding = "running" | "proposed" | "suspended";

export function directiveStanding(of: SystemDirective, nowMs: number): DirectiveStanding {
  if (suspensionInForce(of, nowMs) !== null) return "suspended";
  return of.proposals.length > 0 ? "proposed" : "running";
}

/** The suspension that holds at an instant; it holds up to its end, and not at it. */
export function suspensionInForce(of: SystemDirective, nowMs: number): Suspended | null {
  const { suspension } = of;
  return suspension === null || isOver(suspension, nowMs) ? null : suspension;
}

/** What the processes of a system are told. */
export interface Directive {
  readonly directive: "run" | "suspend";
  /** Null where nothing was ever decided. */
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  /** A code, no text: an ingest key reads it, and what people wrote is none of its business. */
  readonly reason: SuspensionGround | "resumed" | "expired" | null;
  /** Id of the nonconformity that it last came to stand on. */
  readonly record: string | null;
}

export function directiveAt(of: SystemDirective, nowMs: number): Directive {
  const { suspension, ended } = of;
  const holds = suspensionInForce(of, nowMs);
  if (holds !== null) {
    const { sinceMs, untilMs, ground, records } = holds;
    const record = records.at(-1) ?? null;
    return { directive: "suspend", sinceMs, untilMs, reason: ground, record };
  }
  const run = { directive: "run", untilMs: null, record: null } as const;
  if (suspension !== null) return { ...run, sinceMs: suspension.untilMs, reason: "expired" };
  if (ended === null) return { ...run, sinceMs: null, reason: null };
  return { ...run, sinceMs: ended.atMs, reason: ended.by === MACHINE ? "expired" : "resumed" };
}

/**
 * The end of a suspension that is past its end, to be recorded; none where there is no such. Whoever
 * records anything else about the system records this first, so that events tell what happened in order.
 */
export function expiryOf(
  of: SystemDirective,
  system: string,
  nowMs: number,
): readonly DirectiveEvent[] {
  const { suspension } = of;
  if (suspension === null || suspension.untilMs === null || !isOver(suspension, nowMs)) return [];
  return [
    {
      type: "system_resumed",
      atMs: nowMs,
      by: MACHINE,
      system,
      records: [],
      reason: "the suspension was decided up to this instant",
      endedMs: suspension.untilMs,
    },
  ];
}

/** The directive with its expiry recorded, and the entries that do so. */
export function settled(
  of: SystemDirective,
  system: string,
  nowMs: number,
): { readonly of: SystemDirective; readonly events: readonly DirectiveEvent[] } {
  const events = expiryOf(of, system, nowMs);
  return { of: events.reduce(foldDirective, of), events };
}

function isOver({ untilMs }: Suspended, nowMs: number): boolean {
  return untilMs !== null && nowMs >= untilMs;
}
