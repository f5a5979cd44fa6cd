/** What is known of a group's last run. */
export interface LastRun {
  /** What was received before was past its time then, Unix milliseconds. */
  readonly beforeMs: number;
  /** Since then, or since the process started, by a clock that nobody can set. */
  readonly elapsedMs: number;
}

const DAY_MS = 86_400_000;
/** Where nothing would go, a collector may have been off for as long as a holiday. */
const IDLE_MS_MAX = 31 * DAY_MS;

/**
 * Why a run has to be confirmed by a person; null: it has not. Pure.
 *
 * From one run to the next a day comes to its end, and no more. More is due after the clock jumped, after days were cut in
 * the configuration, after a long rest, and at the first run over an old store: all look the same from here, and
 * in one of them everything would be deleted at once.
 */
export function whyToConfirm(
  last: LastRun | null,
  of: {
    readonly beforeMs: number;
    readonly rows: number;
    /** When the oldest row that is due was received; null where none is. */
    readonly oldestMs: number | null;
  },
): string | null {
  if (last === null) {
    if (of.rows === 0) return null;
    const span = of.oldestMs === null ? 0 : of.beforeMs - of.oldestMs;
    return `nothing of it has expired here before, and ${inDays(span)} of it are past their time`;
  }
  const ahead = of.beforeMs - last.beforeMs - last.elapsedMs - DAY_MS;
  if (ahead <= 0 || (of.rows === 0 && ahead <= IDLE_MS_MAX)) return null;
  const most = inDays(last.elapsedMs + DAY_MS);
  return `${inDays(of.beforeMs - last.beforeMs)} of it came to their end since the last run, where ${most} at most ${most === "1 day" ? "was" : "were"} expected: the clock was set, days were cut in the configuration, or the collector was off`;
}

function inDays(ms: number): string {
  const days = Math.max(1, Math.round(ms / DAY_MS));
  return `${days} day${days === 1 ? "" : "s"}`;
}
