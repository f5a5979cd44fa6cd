/** A loop that ticks, never two at a time, and never throws. */
export interface Conductor {
  /** Ticks that failed since the start. */
  readonly failures: number;
  /** Ends the loop and waits for the tick in progress. */
  stop(): Promise<void>;
}

/**
 * Ticks every `everyMs` until stopped; the first tick comes at once.
 *
 * A tick gets its scheduled instant, a multiple of `everyMs`, and not the wall clock, so that a
 * replay sees the same instants. A tick that takes longer delays the next; instants that passed
 * meanwhile are one tick, since a tick makes up for all windows. A clock that stands still or
 * goes back ticks nothing until it is ahead again.
 */
export function startConductor(of: {
  readonly tick: (nowMs: number) => Promise<unknown>;
  readonly clock: { readonly now: () => number };
  readonly everyMs: number;
  readonly onError: (error: unknown) => void;
}): Conductor {
  let failures = 0;
  let isStopped = false;
  let lastMs = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let turn = Promise.resolve();

  async function once(): Promise<void> {
    const scheduledMs = Math.floor(of.clock.now() / of.everyMs) * of.everyMs;
    if (scheduledMs <= lastMs) return;
    lastMs = scheduledMs;
    try {
      await of.tick(scheduledMs);
    } catch (error) {
      failures += 1;
      of.onError(error);
    }
  }

  function schedule(): void {
    if (isStopped) return;
    timer = setTimeout(() => {
      turn = once().then(schedule);
    }, of.everyMs);
  }

  turn = once().then(schedule);
  return {
    get failures() {
      return failures;
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}
