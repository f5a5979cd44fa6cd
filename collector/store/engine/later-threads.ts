import { readdirSync } from "node:fs";
import { getPriority, setPriority } from "node:os";

/** A third of the weight of a thread that is left alone, where they compete; all of the processor where they do not. */
const NICENESS = 5;
const NICEST = 19;
const EVERY_MS = 1_000;
const TASKS = "/proc/self/task";

/** Threads that give way to those before them. */
export interface LaterThreads {
  /** Looks for more of them; once a second it does by itself. */
  readonly look: () => void;
  /** Looks no more. */
  readonly end: () => void;
}

/**
 * Has every thread of this process but those give way to them: the engine's, where it was opened since.
 *
 * It merges and answers with as many threads as the machine has cores, and the one of which requests wait for their
 * acknowledgement would get a share among theirs. Where the system does not show its threads (it is Linux that does),
 * nothing happens.
 */
export function laterThreads(before: ReadonlySet<number>): LaterThreads {
  let known = before;
  const look = (): void => {
    const now = threads();
    for (const thread of now) if (!known.has(thread)) giveWay(thread);
    known = now;
  };
  look();
  const timer = known.size > 0 ? setInterval(look, EVERY_MS).unref() : undefined;
  return { look, end: () => clearInterval(timer) };
}

/** The threads that this process has; none where the system does not show them. */
export function threads(): ReadonlySet<number> {
  try {
    return new Set(readdirSync(TASKS).map(Number));
  } catch {
    return new Set();
  }
}

function giveWay(thread: number): void {
  try {
    setPriority(thread, Math.min(NICEST, getPriority() + NICENESS));
  } catch {
    // It has ended, or nobody may: all is as before.
  }
}
