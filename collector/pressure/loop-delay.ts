import { monitorEventLoopDelay } from "node:perf_hooks";

/** How late the event loop is. */
export interface LoopDelay {
  /** 99th percentile over the last whole window, milliseconds; 0 before the first has ended. */
  readonly p99Ms: () => number;
  readonly stop: () => void;
}

/**
 * Long enough that one long turn (a collection of garbage, a page over a year) is no overload: of 250 looks in
 * it, three must be late. Short enough that senders are let in again soon after.
 */
const WINDOW_MS = 5_000;
const RESOLUTION_MS = 20;

/** Measures the delay of this process's event loop, window by window. */
export function watchLoopDelay(windowMs: number = WINDOW_MS): LoopDelay {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  let p99Ms = 0;
  const timer = setInterval(() => {
    const nanoseconds = histogram.percentile(99);
    // The resolution is in every measurement; without a single one there is none.
    p99Ms = Number.isNaN(nanoseconds) ? 0 : Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
    histogram.reset();
  }, windowMs);
  timer.unref();
  return {
    p99Ms: () => p99Ms,
    stop: () => {
      clearInterval(timer);
      histogram.disable();
    },
  };
}
