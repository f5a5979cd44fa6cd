/** Work that leaves files half done while it runs, and moments in which none of it does. */
export interface Stillness {
  /** Runs work, once nobody wants it still. */
  readonly during: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Waits for the work that runs, lets none begin, and runs `look` meanwhile. One look at a time. */
  readonly still: <Result>(look: () => Promise<Result>) => Promise<Result>;
}

/** Work within work would wait for a look that waits for it: only the outermost goes through `during`. */
export function createStillness(): Stillness {
  const running = new Set<Promise<unknown>>();
  let looking: Promise<unknown> | null = null;
  return {
    during: async (work) => {
      while (looking !== null) await looking;
      const mine = work();
      const settled = mine.then(
        () => undefined,
        () => undefined,
      );
      running.add(settled);
      try {
        return await mine;
      } finally {
        running.delete(settled);
      }
    },
    still: async (look) => {
      while (looking !== null) await looking;
      const mine = Promise.all(running).then(look);
      const settled = mine.then(
        () => undefined,
        () => undefined,
      );
      looking = settled;
      try {
        return await mine;
      } finally {
        looking = null;
      }
    },
  };
}
