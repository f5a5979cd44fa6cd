/** What has failed of late, by `what`: it takes fewer rows and fewer turns until it works again. */
export interface Setbacks {
  /** Counts a turn. False: it is left out, and this many rows went on waiting when it last failed. */
  readonly takesTurn: (what: string) => boolean;
  readonly waiting: (what: string) => number;
  /** Of `rowsMax`, what it may take: what fails for its memory or its time passes when it is small enough. */
  readonly share: (what: string, rowsMax: number) => number;
  readonly failed: (what: string, waiting: number) => void;
  readonly succeeded: (what: string) => void;
}

/**
 * Turns that are left out at most: some minutes. A failed roll leaves rows behind that nobody reads, so
 * what fails for ever must not be tried every few seconds for ever.
 */
const LEFT_OUT_MAX = 63;

export function createSetbacks(): Setbacks {
  const known = new Map<string, { failures: number; leftOut: number; waiting: number }>();
  return {
    takesTurn: (what) => {
      const setback = known.get(what);
      if (setback === undefined || setback.leftOut === 0) return true;
      setback.leftOut -= 1;
      return false;
    },
    waiting: (what) => known.get(what)?.waiting ?? 0,
    share: (what, rowsMax) => Math.floor(rowsMax / 2 ** (known.get(what)?.failures ?? 0)),
    failed: (what, waiting) => {
      const failures = (known.get(what)?.failures ?? 0) + 1;
      // The first time may be bad luck: it is tried again at once.
      known.set(what, {
        failures,
        waiting,
        leftOut: Math.min(LEFT_OUT_MAX, 2 ** (failures - 1) - 1),
      });
    },
    succeeded: (what) => {
      const failures = (known.get(what)?.failures ?? 0) - 1;
      if (failures <= 0) known.delete(what);
      else known.set(what, { failures, waiting: 0, leftOut: 0 });
    },
  };
}
