import { EXIT } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

/** SIGTERM ends within ten seconds; half a second is kept for the process itself. */
const STOP_MS_MAX = 9_500;

/** Waits for SIGINT or SIGTERM. From then on a second signal, or ten seconds, end the process at once. */
export interface Stopping {
  /** Resolves at the first signal. */
  readonly requested: Promise<void>;
  /** Says that the work ended by itself: signals have their usual meaning again. */
  readonly done: () => void;
}

/**
 * Turns signals into an orderly end.
 *
 * What was acknowledged is on disk before the acknowledgement, so even a forced end loses none of
 * it; an orderly one saves the next start the work of going over the journal.
 */
export function createStopping(terminal: Terminal): Stopping {
  let deadline: NodeJS.Timeout | null = null;
  let request: () => void = () => undefined;
  const requested = new Promise<void>((resolve) => {
    request = resolve;
  });
  const release = terminal.onSignal((signal) => {
    if (deadline !== null) {
      terminal.complain(`${signal} again: ending now; what was acknowledged is on disk`);
      terminal.abandon(EXIT.forced);
    }
    terminal.complain(`${signal}: ending; again to end at once`);
    deadline = setTimeout(() => {
      terminal.complain(
        "not ended within ten seconds: ending now; what was acknowledged is on disk",
      );
      terminal.abandon(EXIT.forced);
    }, STOP_MS_MAX);
    deadline.unref();
    request();
  });
  return {
    requested,
    done: () => {
      release();
      if (deadline !== null) clearTimeout(deadline);
    },
  };
}
