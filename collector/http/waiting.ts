/** Requests that wait for something to change. */
export interface Waiting {
  /**
   * Resolves once `hasChanged` holds, or after `ms`, or when the asker has gone; at once where too
   * many wait already, which `isFull` says beforehand.
   */
  readonly wait: (
    hasChanged: () => boolean,
    of: { readonly ms: number; readonly signal?: AbortSignal },
  ) => Promise<void>;
  readonly isFull: () => boolean;
  readonly isClosed: () => boolean;
  /** Lets everybody go, and nobody wait from now on: the server is ending. */
  readonly close: () => void;
}

/** Half of the connections that the server takes (`server.ts`): whoever sends must get in, too. */
const WAITERS_MAX = 256;

/** `onChange` calls its listener after every change of what is waited for. */
export function createWaiting(onChange: (listener: () => void) => () => void): Waiting {
  const waiters = new Set<{ readonly hasChanged: () => boolean; readonly done: () => void }>();
  let isClosed = false;
  const leave = onChange(() => {
    for (const waiter of waiters) if (waiter.hasChanged()) waiter.done();
  });
  const isFull = (): boolean => isClosed || waiters.size >= WAITERS_MAX;
  return {
    isFull,
    isClosed: () => isClosed,
    wait: (hasChanged, { ms, signal }) =>
      new Promise((resolve) => {
        if (isFull() || ms <= 0 || signal?.aborted === true || hasChanged()) {
          resolve();
          return;
        }
        const done = (): void => {
          clearTimeout(timer);
          signal?.removeEventListener("abort", done);
          waiters.delete(waiter);
          resolve();
        };
        const waiter = { hasChanged, done };
        const timer = setTimeout(done, ms);
        signal?.addEventListener("abort", done, { once: true });
        waiters.add(waiter);
      }),
    close: () => {
      isClosed = true;
      leave();
      for (const { done } of [...waiters]) done();
    },
  };
}
