import type { Control } from "../control/control.ts";

/** A window in event time, half open. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What is to be evaluated now, oldest first. */
export interface DueWindows {
  readonly windows: readonly Window[];
  /** Windows that are left out because more than the limit were due: evaluations that were missed. */
  readonly missed: number;
}

/** When a window that ends there may be judged: late data and outcomes have had their time. */
export function closesAtMs(control: Control, windowEndMs: number): number {
  return windowEndMs + control.dataDelayMs + (control.outcomes?.waitMs ?? 0);
}

/** Says whether a window was judged more than one `every` after it could be: made up for, not watched. */
export function isBackfilled(control: Control, windowEndMs: number, judgedMs: number): boolean {
  return judgedMs > closesAtMs(control, windowEndMs) + control.everyMs;
}

/**
 * The windows that have closed since the last one evaluated.
 *
 * Windows end at multiples of `every` since the Unix epoch, so a restart, another process and a
 * backtest see the same ones. Without a last window only the newest is due. Of more than `limit`
 * the newest are kept, and the rest is counted as missed. Before all time (−∞) nothing is due.
 */
export function dueWindows(
  control: Control,
  lastEndMs: number | null,
  nowMs: number,
  limit: number,
): DueWindows {
  const { everyMs, windowMs } = control;
  if (nowMs === -Infinity) return { windows: [], missed: 0 };
  const newest = Math.floor((nowMs - closesAtMs(control, 0)) / everyMs);
  const last = lastEndMs === null ? newest - 1 : Math.floor(lastEndMs / everyMs);
  const due = Math.max(0, newest - last);
  const kept = Math.min(due, limit);
  const windows = Array.from({ length: kept }, (_, i) => {
    const toMs = (newest - kept + 1 + i) * everyMs;
    return { fromMs: toMs - windowMs, toMs };
  });
  return { windows, missed: due - kept };
}
