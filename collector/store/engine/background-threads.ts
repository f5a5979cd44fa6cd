import { readdirSync, readFileSync } from "node:fs";
import { getPriority, setPriority } from "node:os";

/** A third of the weight of a thread that is left alone, where they compete; all of the processor where they do not. */
const NICENESS = 5;
const NICEST = 19;
const EVERY_MS = 5_000;
const TASKS = "/proc/self/task";
/** As the engine names its threads: those that merge, and those that look what is to be merged. */
const BACKGROUND = /^(MergeMutate|BgSchPool)/;

/** The engine's threads of work that nobody waits for. */
export interface BackgroundThreads {
  /** Looks for more of them; every few seconds it does by itself. */
  readonly look: () => void;
  /** Looks no more. */
  readonly end: () => void;
}

/**
 * Has the engine's merges give way to the thread that requests wait for, which else gets a share among theirs: on two cores three of
 * them run at once. Where the system does not show its threads (it is Linux that does), nothing happens.
 */
export function backgroundThreads(): BackgroundThreads {
  const giving = new Set<string>();
  const look = (): void => {
    for (const thread of threads()) {
      if (!giving.has(thread) && BACKGROUND.test(nameOf(thread)) && giveWay(thread)) {
        giving.add(thread);
      }
    }
  };
  look();
  const timer = setInterval(look, EVERY_MS).unref();
  return { look, end: () => clearInterval(timer) };
}

function threads(): readonly string[] {
  try {
    return readdirSync(TASKS);
  } catch {
    return [];
  }
}

/** Empty where it has ended. */
function nameOf(thread: string): string {
  try {
    return readFileSync(`${TASKS}/${thread}/comm`, "latin1");
  } catch {
    return "";
  }
}

/** False where it has ended, or nobody may: all is as before. */
function giveWay(thread: string): boolean {
  try {
    setPriority(Number(thread), Math.min(NICEST, getPriority() + NICENESS));
    return true;
  } catch {
    return false;
  }
}
