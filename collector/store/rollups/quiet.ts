/** Which lines have little to roll, as far as that is known without asking the store. */
export interface Quiet {
  /** So many records of a journal were applied. Absent: nobody knows how many, and all is asked for again. */
  readonly applied: (journal: string, records?: number) => void;
  /** The store said that so many rows wait behind a batch; it was asked when `at` records had been applied. */
  readonly found: (
    what: string,
    of: Place & { readonly waiting: number; readonly at: number },
  ) => void;
  /** Can no more than this many rows wait there, whatever was applied since? */
  readonly hasAtMost: (what: string, of: Place & { readonly rows: number }) => boolean;
  /** How many records of a journal were applied so far. */
  readonly now: (journal: string) => number;
}

interface Place {
  readonly journal: string;
  /** The last batch that is rolled. */
  readonly low: number;
}

/**
 * Remembers what waited and how much came since: of each record there is one row to roll at most, so a line that
 * had nothing to do has nothing to do until enough records came. Without, every baseline would be asked every
 * few seconds, some milliseconds each.
 */
export function createQuiet(): Quiet {
  const records = new Map<string, number>();
  const lines = new Map<string, { low: number; waiting: number; at: number }>();
  const now = (journal: string): number => records.get(journal) ?? 0;
  return {
    now,
    applied: (journal, more) => {
      if (more === undefined) lines.clear();
      else records.set(journal, now(journal) + more);
    },
    found: (what, { journal, ...line }) => {
      lines.set(nameOf(what, journal), line);
    },
    hasAtMost: (what, { journal, low, rows }) => {
      const line = lines.get(nameOf(what, journal));
      if (line === undefined || line.low !== low) return false;
      return line.waiting + now(journal) - line.at <= rows;
    },
  };
}

function nameOf(what: string, journal: string): string {
  return `${journal} ${what}`;
}
