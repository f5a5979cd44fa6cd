import type { Parameters } from "../engine/parameters.ts";

/** How far a journal has been applied: everything of it up to there is in the store, verified. */
export interface AppliedTo {
  readonly journal: string;
  readonly seq: number;
}

/** Which rows are counted: a condition on any table of records. */
export interface Counted {
  readonly where: string;
  readonly parameters: Parameters;
}

export const EVERYTHING: Counted = { where: "1", parameters: {} };

/** What is known of all records, brought up to date by those that came since. */
export interface Tally<T> {
  /** Of everything up to there, as a count of all rows would say it. */
  readonly at: (applied: AppliedTo) => Promise<T>;
  /** Rows were changed or taken away: the next question counts all of them. */
  readonly forget: () => void;
}

/**
 * Counts all rows once, and from then on only what was applied since: a question costs what is new,
 * whatever is stored. The index on the sequence numbers finds it.
 *
 * Records are immutable and a batch that is applied is complete, so both together are a count of all.
 * Where others write to the same store (`isShared`), their rows are counted each time.
 */
export function createTally<T>(of: {
  readonly isShared: boolean;
  readonly count: (rows: Counted) => Promise<T>;
  /** `more` are rows that `base` does not have; `all` counts both, where that cannot be told from them. */
  readonly join: (base: T, more: T, all: Counted) => T | Promise<T>;
}): Tally<T> {
  let known: { readonly upTo: AppliedTo; readonly counted: T } | null = null;
  let epoch = 0;
  let turn: Promise<unknown> = Promise.resolve();

  async function own(applied: AppliedTo): Promise<T> {
    const begun = epoch;
    const before = known;
    const isBehind = before?.upTo.journal === applied.journal && applied.seq >= before.upTo.seq;
    if (before !== null && isBehind && applied.seq === before.upTo.seq) return before.counted;
    const all = upTo(applied, of.isShared);
    const counted =
      before !== null && isBehind
        ? await of.join(before.counted, await of.count(between(before.upTo, applied)), all)
        : await of.count(all);
    if (begun === epoch) known = { upTo: applied, counted };
    return counted;
  }

  return {
    at: async (applied) => {
      // One after the other: what two questions at once would both count is counted once.
      const mine = turn.then(() => own(applied));
      turn = mine.catch(() => {});
      const counted = await mine;
      if (!of.isShared) return counted;
      return of.join(counted, await of.count(ofOthers(applied)), EVERYTHING);
    },
    forget: () => {
      epoch += 1;
      known = null;
    },
  };
}

function upTo({ journal, seq }: AppliedTo, isShared: boolean): Counted {
  const where = isShared
    ? "(_journal = {own:UUID} AND _seq <= {to:UInt64})"
    : "NOT (_journal = {own:UUID} AND _seq > {to:UInt64})";
  return { where, parameters: { own: journal, to: seq } };
}

function between(from: AppliedTo, to: AppliedTo): Counted {
  return {
    where: "(_journal = {own:UUID} AND _seq > {from:UInt64} AND _seq <= {to:UInt64})",
    parameters: { own: to.journal, from: from.seq, to: to.seq },
  };
}

function ofOthers({ journal }: AppliedTo): Counted {
  return { where: "_journal != {own:UUID}", parameters: { own: journal } };
}
