import type { Parameters } from "../engine/parameters.ts";

/**
 * What of the evidence stands in the tables by minute, as one question takes it.
 *
 * Never changes: a question that holds one adds the rows of `stretches` to the rows beyond `upTo`, and
 * whatever is rolled or applied meanwhile, each record is in exactly one of the two.
 */
export interface Rolled {
  /** Journal → the last sequence number that is rolled; everything before it is too. */
  readonly upTo: ReadonlyMap<string, number>;
  readonly stretches: readonly Stretch[];
  /** The roll that the next one comes on top of; null: none yet. */
  readonly last: Link | null;
}

/** Rolls of one opening, without a gap: both ends inclusive. */
export interface Stretch {
  readonly opened: string;
  readonly first: number;
  readonly last: number;
  /** Minutes of their rows, Unix microseconds. */
  readonly fromMicros: number;
  readonly toMicros: number;
}

export interface Link {
  readonly opened: string;
  readonly roll: number;
  /** How many rolls it stands on, itself included. */
  readonly depth: number;
}

/** One roll that counts. */
export interface Roll extends Link {
  readonly parent: { readonly opened: string; readonly roll: number };
  readonly journal: string;
  readonly high: number;
  readonly fromMicros: number;
  readonly toMicros: number;
}

/** Of the first roll of a line. */
export const NO_PARENT: Roll["parent"] = {
  opened: "00000000-0000-0000-0000-000000000000",
  roll: 0,
};

/** Names a roll among those of its `what`. */
export function keyOf({ opened, roll }: Pick<Roll, "opened" | "roll">): string {
  return `${opened} ${roll}`;
}

/** Everything is read from the records. */
export const NOTHING_ROLLED: Rolled = { upTo: new Map(), stretches: [], last: null };

export function withRoll(rolled: Rolled, roll: Roll): Rolled {
  const upTo = new Map(rolled.upTo).set(roll.journal, roll.high);
  return { upTo, stretches: extended(rolled.stretches, roll), last: roll };
}

function extended(stretches: readonly Stretch[], roll: Roll): readonly Stretch[] {
  const { opened, fromMicros, toMicros } = roll;
  const end = stretches.at(-1);
  if (end?.opened !== opened || end.last + 1 !== roll.roll) {
    return [...stretches, { opened, first: roll.roll, last: roll.roll, fromMicros, toMicros }];
  }
  const longer = {
    ...end,
    last: roll.roll,
    fromMicros: Math.min(end.fromMicros, fromMicros),
    toMicros: Math.max(end.toMicros, toMicros),
  };
  return [...stretches.slice(0, -1), longer];
}

/** The stretches that have rows in a window; Unix microseconds, half open. */
export function stretchesIn(
  { stretches }: Rolled,
  window: { readonly from: number; readonly to: number },
): readonly Stretch[] {
  return stretches.filter(
    ({ fromMicros, toMicros }) => fromMicros < window.to && toMicros >= window.from,
  );
}

/** Conditions on rows, with their bound values. */
export interface Parts {
  /** On a table by minute: rows that count. */
  readonly taken: string;
  /** On a table of records: rows that are not rolled. */
  readonly left: string;
  readonly parameters: Parameters;
}

/** `window` leaves out stretches without rows in it; Unix microseconds, half open. */
export function partsOf(
  rolled: Rolled,
  window: { readonly from: number; readonly to: number },
): Parts {
  const inWindow = stretchesIn(rolled, window);
  const journals = [...rolled.upTo];
  const taken = inWindow.map(
    (_, i) =>
      `(opened = {opened${i}:UUID} AND roll BETWEEN {first${i}:UInt32} AND {last${i}:UInt32})`,
  );
  return {
    taken: taken.length === 0 ? "0" : `(${taken.join(" OR ")})`,
    left:
      journals.length === 0
        ? "1"
        : `NOT (${journals.map((_, i) => `_journal = {rolled${i}:UUID} AND _seq <= {upTo${i}:UInt64}`).join(" OR ")})`,
    parameters: Object.fromEntries([
      ...inWindow.flatMap(({ opened, first, last }, i) => [
        [`opened${i}`, opened],
        [`first${i}`, first],
        [`last${i}`, last],
      ]),
      ...journals.flatMap(([journal, seq], i) => [
        [`rolled${i}`, journal],
        [`upTo${i}`, seq],
      ]),
    ]),
  };
}
