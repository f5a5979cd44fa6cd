/** What the roller takes from the store; `app.ts` introduces them. */
export interface RollerDependencies {
  /** Rolls what waits, `rowsMax` rows at most, and leaves what fewer than `rowsMin` wait for. */
  readonly roll: (limits: {
    readonly rowsMax: number;
    readonly rowsMin: number;
  }) => Promise<{ readonly behind: number }>;
  /** Told once for every failed attempt; the loop goes on. */
  readonly onError: (error: unknown) => void;
}

/** Keeps the sums by minute near what has been applied. */
export interface Roller {
  /** Ends after the roll in progress. */
  readonly stop: () => Promise<void>;
}

/**
 * A second or two beside the inserts that come meanwhile, at full rate, where rolls get behind and catch up later.
 * More at once costs less a row, and the engine a GiB where a baseline's values lie in many minutes.
 */
const ROWS_MAX = 100_000;
/** These are read as they are in a few hundredths of a second; a roll for fewer would be mostly overhead. */
const ROWS_MIN = 10_000;
/** Who has nothing to roll is not asked: turns cost nothing then. */
const EVERY_MS = 5_000;
/** While a long history is rolled, the engine is others' for as long as it is ours. */
const BEHIND_MS = 1_000;

/** Starts the loop. Evidence does not need it: what is not rolled is read as it is. */
export function startRoller(of: RollerDependencies): Roller {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let turn = Promise.resolve();

  async function once(): Promise<void> {
    let behind = 0;
    try {
      ({ behind } = await of.roll({ rowsMax: ROWS_MAX, rowsMin: ROWS_MIN }));
    } catch (error) {
      // What is stopped may find its store closed.
      if (!isStopped) of.onError(error);
    }
    schedule(behind > 0 ? BEHIND_MS : EVERY_MS);
  }

  function schedule(ms: number): void {
    if (isStopped) return;
    timer = setTimeout(() => {
      turn = once();
    }, ms);
    timer.unref();
  }

  schedule(EVERY_MS);
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}
