import { operatorFetch } from "../notify/safe-fetch.ts";
import { startWatchdog, type WatchdogStanding, type WatchdogTarget } from "../notify/watchdog.ts";
import type { Closing } from "./closing.ts";

/** What must move for the collector to be alive. */
export interface Vital {
  readonly now: () => number;
  /** When a tick last came to its end. */
  readonly tickedMs: () => number;
  readonly evaluateEveryMs: number;
  readonly lastSeq: () => number;
  readonly appliedSeq: () => number;
  /** Why it should not be sent to; null: it may be. */
  readonly notReady: () => string | null;
  /** Asks the store something small. */
  readonly askStore: () => Promise<unknown>;
  /** When the outbox is to do something next; null: nothing is owed. */
  readonly nextAttemptMs: () => number | null;
}

/** A tick over a year of late data, or a store's restart, is no death. */
const STILL_MS_MAX = 5 * 60_000;
/** Senders that are told to come again in a moment are no death either. */
const CLOSED_MS_MAX = 60_000;
const TICKS_MAX = 3;

/**
 * Looks whether ticks, journal, store and outbox are really alive: not whether they say so, but whether they moved.
 * Resolves with what does not, in words; null: all do.
 */
export function createVitals(of: Vital): () => Promise<string | null> {
  let closedMs: number | null = null;
  let applied = { seq: of.appliedSeq(), sinceMs: of.now() };
  return async () => {
    const nowMs = of.now();
    const seq = of.appliedSeq();
    if (seq !== applied.seq || of.lastSeq() <= seq) applied = { seq, sinceMs: nowMs };
    const stillMs = nowMs - of.tickedMs();
    if (
      of.evaluateEveryMs > 0 &&
      stillMs > Math.max(STILL_MS_MAX, TICKS_MAX * of.evaluateEveryMs)
    ) {
      return `controls were not judged for ${seconds(stillMs)}`;
    }
    const why = of.notReady();
    closedMs = why === null ? null : (closedMs ?? nowMs);
    if (why !== null && nowMs - (closedMs ?? nowMs) >= CLOSED_MS_MAX) return why;
    if (nowMs - applied.sinceMs > STILL_MS_MAX) {
      return `nothing of the journal went into the store for ${seconds(nowMs - applied.sinceMs)}`;
    }
    const next = of.nextAttemptMs();
    if (next !== null && nowMs - next > STILL_MS_MAX) {
      return `a notification is overdue by ${seconds(nowMs - next)}`;
    }
    try {
      await of.askStore();
    } catch (error) {
      return `the store does not answer: ${error instanceof Error ? error.message : String(error)}`;
    }
    return null;
  };
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}

/** Tells the configured watchdog, until `closing` ends it; null: none is configured. */
export function runWatchdog(
  of: Vital & {
    readonly target: WatchdogTarget | null;
    readonly closing: Closing;
    readonly log: (line: string) => void;
  },
): () => WatchdogStanding | null {
  const { target, closing, log, now } = of;
  if (target === null) return () => null;
  const watchdog = closing.loop(
    startWatchdog({ target, ill: createVitals(of), fetch: operatorFetch, now, log }),
    (it) => it.stop(),
  );
  return watchdog.standing;
}
