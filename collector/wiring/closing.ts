import { within } from "../within.ts";

/** What was opened and how it ends: first all loops together, then what they work on, newest first. */
export interface Closing {
  /** Something with work of its own; returned as it is. */
  readonly loop: <T>(thing: T, stop: (thing: T) => Promise<unknown>) => T;
  /** Something that others work on; returned as it is. */
  readonly keep: <T>(thing: T, close: (thing: T) => Promise<unknown>) => T;
  /** Ends everything, also after one of them failed to; rejects with the first failure. Idempotent. */
  readonly close: () => Promise<void>;
}

/**
 * A loop ends at once or after one call to a store, a disk or a receiver. One that hangs in a call
 * is left behind: what it works on is closed under it, and refuses it. With the five seconds that
 * open requests have, the end stays under ten.
 */
const LOOPS_MS_MAX = 3_000;

/** Makes an empty list of what is to be closed. */
export function createClosing(): Closing {
  const loops: (() => Promise<unknown>)[] = [];
  const kept: (() => Promise<unknown>)[] = [];
  let closed: Promise<void> | null = null;

  async function end(): Promise<void> {
    const failures: unknown[] = [];
    const noted = (close: () => Promise<unknown>): Promise<unknown> =>
      close().catch((error) => failures.push(error));
    await within(LOOPS_MS_MAX, Promise.all(loops.map(noted)));
    for (const close of kept.reverse()) await noted(close);
    if (failures.length > 0) throw failures[0];
  }

  return {
    loop: (thing, stop) => {
      loops.push(() => stop(thing));
      return thing;
    },
    keep: (thing, close) => {
      kept.push(() => close(thing));
      return thing;
    },
    close: () => {
      closed ??= end();
      return closed;
    },
  };
}
