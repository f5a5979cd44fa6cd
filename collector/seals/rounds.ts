/** Work of one kind, by itself and whenever it is asked for, one at a time. */
export interface Rounds {
  /** After whatever was asked for before, also where that failed. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  /** Ends after what is in progress. */
  readonly stop: () => Promise<void>;
}

/** Looks whether there is work, for as long as it runs. The first look is `everyMs` away. */
export function startRounds(of: {
  /** Does what is due; answers how many milliseconds the next look is away. */
  readonly look: () => Promise<number>;
  /** From a look that failed to the next one. */
  readonly everyMs: number;
  /** Told once for every look that failed; the rounds go on. */
  readonly onError: (error: unknown) => void;
}): Rounds {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  }

  function schedule(ms: number): void {
    if (isStopped) return;
    timer = setTimeout(() => {
      inTurn(of.look).then(schedule, (error) => {
        // What is stopped may find its store closed.
        if (!isStopped) of.onError(error);
        schedule(of.everyMs);
      });
    }, ms);
    timer.unref();
  }
  schedule(of.everyMs);

  return {
    inTurn,
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}
