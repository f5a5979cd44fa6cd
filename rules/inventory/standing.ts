import type { RiskTier } from "../control/control.ts";
import { activeMsBetween, type Calendar } from "./calendar.ts";
import type { SystemStatus } from "./declaration.ts";

/**
 * How a system's declaration and its telemetry agree. `shadow`: heard of and not declared. `silent`:
 * declared live and not heard of when it should be. `stray`: planned or retired, and heard of all
 * the same.
 */
export type Standing = "live" | "silent" | "shadow" | "stray" | "planned" | "retired";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long a system of a risk tier may be quiet, where its declaration does not say. */
export const SILENT_AFTER_MS: Readonly<Record<RiskTier, number>> = {
  high: HOUR_MS / 4,
  limited: HOUR_MS,
  minimal: DAY_MS,
};

/** A planned or retired system that was heard of within it is in use: a day covers nightly jobs. */
export const IN_USE_MS: number = DAY_MS;

/** How a system stands at an instant. Null: not declared, or never heard of. */
export function standingOf(
  declared: {
    readonly status: SystemStatus;
    /** Since when it has that status. */
    readonly statusMs: number;
    readonly riskTier: RiskTier | null;
    readonly silentAfterMs: number | null;
    /** Hours in which it is in use; null: always. */
    readonly calendar: Calendar | null;
    /** Nobody expects a suspended system. */
    readonly isSuspended: boolean;
  } | null,
  lastSeenMs: number | null,
  nowMs: number,
): Standing {
  if (declared === null) return "shadow";
  const { status, statusMs, calendar } = declared;
  if (status !== "live") {
    const isUsed = lastSeenMs !== null && lastSeenMs > Math.max(statusMs, nowMs - IN_USE_MS);
    return isUsed ? "stray" : status;
  }
  const sinceMs = Math.max(statusMs, lastSeenMs ?? statusMs);
  const quietMs = calendar === null ? nowMs - sinceMs : activeMsBetween(calendar, sinceMs, nowMs);
  return !declared.isSuspended && quietMs > silentAfterMs(declared) ? "silent" : "live";
}

/** How long a system may be quiet; one without a tier, as long as the lowest. */
export function silentAfterMs(of: {
  readonly riskTier: RiskTier | null;
  readonly silentAfterMs: number | null;
}): number {
  return of.silentAfterMs ?? SILENT_AFTER_MS[of.riskTier ?? "minimal"];
}
