import { setImmediate } from "node:timers/promises";

/** Repeats a short piece of work until it says that nothing is left, and lets others go first in between. */
export async function inSlices(isDone: () => boolean): Promise<void> {
  while (!isDone()) await setImmediate();
}
