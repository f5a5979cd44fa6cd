import type { Closing } from "./closing.ts";
import { said } from "./said.ts";

/** Of the time, at most: what nobody may look at is made no oftener than after twenty times what it took. */
const SHARE = 20;
/** Nor for verdicts of seconds. */
const PAUSE_MS = 60_000;

/** Makes what the first person who looks would wait for. */
export interface Prepared {
  /** What is kept may have grown old: it is made again beside other work, unless it was made lately. */
  readonly renew: () => void;
  /** Resolves once nothing is being made. */
  readonly settled: () => Promise<void>;
}

/**
 * Asks some questions one after the other, at once and whenever `renew` is called, so that their answers
 * are kept when somebody asks (see `createKept`). Never two at a time; one that fails is told of, and the next is asked.
 */
export function prepareLooks(
  looks: readonly (() => Promise<unknown>)[],
  of: {
    readonly closing: Closing;
    /** Milliseconds that only grow. */
    readonly stopwatch: () => number;
    readonly log: (line: string) => void;
  },
): Prepared {
  let isStopped = false;
  let nextMs = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | null = null;

  async function make(): Promise<void> {
    const begunMs = of.stopwatch();
    for (const look of looks) {
      if (isStopped) return;
      // Whoever is looking goes first.
      await new Promise((done) => setImmediate(done));
      await look().catch((error) =>
        of.log(`a page could not be made beforehand, it is when somebody looks: ${said(error)}`),
      );
    }
    const endedMs = of.stopwatch();
    nextMs = endedMs + Math.max(PAUSE_MS, (endedMs - begunMs) * SHARE);
  }

  const renew = (): void => {
    if (isStopped || running !== null || of.stopwatch() < nextMs) return;
    running = make().finally(() => {
      running = null;
    });
  };
  renew();
  return of.closing.loop({ renew, settled: async () => running ?? undefined }, async () => {
    isStopped = true;
    await running;
  });
}
