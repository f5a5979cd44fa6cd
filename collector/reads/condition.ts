/** What is watched of the collector itself, at one moment. */
export interface Condition {
  readonly nowMs: number;
  readonly journal: {
    readonly backlogBytes: number;
    readonly quotaBytes: number;
    /** Damaged places: batches behind them may be lost. */
    readonly gaps: number;
  };
  /** Since when, and why, no telemetry is taken; null while it is. */
  readonly pressure: { readonly sinceMs: number; readonly detail: string } | null;
  /** Since when the store has taken nothing; null while it does. */
  readonly refusal: { readonly sinceMs: number; readonly reason: string } | null;
  /** Where the store does not have what the journal took, in words; null: nothing is known. */
  readonly unreconciled: string | null;
}

/** Stored data that the engine has set aside, or why it could not be asked. */
export type SetAside =
  | { readonly kind: "known"; readonly parts: number }
  | { readonly kind: "unknown"; readonly reason: string };

/** Of the quota: what is left is minutes of traffic, and time to act. */
const BACKLOG_SHARE_MAX = 0.9;
/** A server's restart, or its upgrade, is not worth an alarm. */
const REFUSAL_MS_MAX = 5 * 60_000;

/**
 * Why the collector should not be sent to, or null.
 *
 * Narrower than `problemsOf`: telemetry is taken, and kept, while the store is away. Only what ends
 * in refusals counts here: a disk that fails, a journal that is nearly full, a store that is away
 * for so long that the journal will be.
 */
export function notReady(of: Condition): string | null {
  const { nowMs, refusal } = of;
  const isLong = refusal !== null && nowMs - refusal.sinceMs >= REFUSAL_MS_MAX;
  return unwilling(of) ?? nearlyFull(of) ?? (isLong ? refused(of) : null);
}

/** What is not as it should be, in words with a next step; empty where all is well. */
export function problemsOf(of: Condition, setAside: SetAside): readonly string[] {
  return [
    ...[unwilling(of), nearlyFull(of), refused(of), damaged(of), differing(of)],
    detached(setAside),
  ].filter((problem) => problem !== null);
}

function unwilling({ pressure }: Condition): string | null {
  if (pressure === null) return null;
  const since = new Date(pressure.sinceMs).toISOString();
  return `no telemetry is taken since ${since}: ${pressure.detail}`;
}

function nearlyFull({ journal, pressure }: Condition): string | null {
  const { backlogBytes, quotaBytes } = journal;
  // What is refused already is told in figures of its own.
  if (pressure !== null) return null;
  if (backlogBytes < quotaBytes * BACKLOG_SHARE_MAX) return null;
  return `the journal holds ${mebibytes(backlogBytes)} that the store does not have, of at most ${mebibytes(quotaBytes)}: check that the store works`;
}

function refused({ refusal, nowMs }: Condition): string | null {
  if (refusal === null) return null;
  const seconds = Math.max(0, Math.round((nowMs - refusal.sinceMs) / 1000));
  const reason = refusal.reason.slice(0, REASON_MAX);
  return `the store has taken nothing for ${seconds} s (${reason}): what arrives is kept in the journal; check that the store works`;
}

function damaged({ journal: { gaps } }: Condition): string | null {
  if (gaps === 0) return null;
  return `the journal has ${gaps} damaged ${gaps === 1 ? "place" : "places"}: see the nonconformity evidence-gap`;
}

function differing({ unreconciled }: Condition): string | null {
  if (unreconciled === null) return null;
  return `the store does not have what the journal took (${unreconciled}): see the nonconformity evidence-count`;
}

function detached(setAside: SetAside): string | null {
  if (setAside.kind === "unknown") {
    return `the store could not be asked for damaged data (${setAside.reason.slice(0, REASON_MAX)}): check that it works`;
  }
  if (setAside.parts === 0) return null;
  return `the engine has set aside ${setAside.parts} damaged ${setAside.parts === 1 ? "part" : "parts"} of its data: see the nonconformity evidence-detached`;
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MiB`;
}

/** An engine's message can be pages long. */
const REASON_MAX = 200;
