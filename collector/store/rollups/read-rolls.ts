import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";
import { type Lost, lostRows } from "./lost-rows.ts";
import { keyOf, NOTHING_ROLLED, type Roll, type Rolled, withRoll } from "./rolled.ts";

/** What has been rolled, by `what`, and what of it cannot be believed any more. */
export interface ReadRolls extends Pick<Lost, "strayRows"> {
  readonly rolled: ReadonlyMap<string, Rolled>;
  /** Rolls whose rows are not those that they wrote. */
  readonly lostRolls: number;
}

/**
 * Rolls that are read at once, by their depth. A busy store makes millions in a year, and an answer of
 * the engine is bounded: of the rolls that were read nothing stays but the lines that they make.
 */
const DEPTHS = 50_000;

/** Read once, when a store is opened: 1.5 µs a roll and 20 ns a row of the tables by minute. */
export async function readRolls(read: Read): Promise<ReadRolls> {
  const { damaged, strayRows } = await lostRows(read);
  const kinds = await read("rollups.kinds", "SELECT what, max(depth) FROM rolls_v1 GROUP BY what");
  const rolled = new Map<string, Rolled>();
  for (const [name, deepest] of kinds) {
    const what = asText(name);
    const lost = damaged.get(what) ?? new Set();
    let lines = NO_LINES;
    for (let after = 0; after < asNumber(deepest); after += DEPTHS) {
      const rolls = await rollsOf(read, what, after);
      lines = chained(
        rolls.filter((roll) => !lost.has(keyOf(roll))),
        lines,
      );
    }
    rolled.set(what, lines.longest);
  }
  const lostRolls = [...damaged.values()].reduce((total, { size }) => total + size, 0);
  return { rolled, lostRolls, strayRows };
}

async function rollsOf(read: Read, what: string, after: number): Promise<Roll[]> {
  const rows = await read(
    "rollups.rolls",
    `SELECT toString(opened), roll, toString(parent_opened), parent_roll, depth, toString(journal), high,
       toUnixTimestamp64Micro(first_minute), toUnixTimestamp64Micro(last_minute)
     FROM rolls_v1
     WHERE what = {what:String} AND depth > {after:UInt32} AND depth <= {upTo:UInt32}`,
    { what, after, upTo: after + DEPTHS },
  );
  return rows.map(([opened, roll, parentOpened, parentRoll, depth, journal, ...numbers]) => {
    const [high = 0, fromMicros = 0, toMicros = 0] = numbers.map(asNumber);
    return {
      opened: asText(opened),
      roll: asNumber(roll),
      depth: asNumber(depth),
      parent: { opened: asText(parentOpened), roll: asNumber(parentRoll) },
      journal: asText(journal),
      high,
      fromMicros,
      toMicros,
    };
  });
}

/** Lines of rolls that each stand on the one before, as far as they have been read. */
export interface Lines {
  readonly longest: Rolled;
  readonly depth: number;
  /** Those that reach `depth`, by their last roll: the next may stand on any. */
  readonly ends: ReadonlyMap<string, Rolled>;
}

export const NO_LINES: Lines = { longest: NOTHING_ROLLED, depth: 0, ends: new Map() };

/**
 * Goes on with rolls that are deeper than all before. `longest` is the longest line; of two as long,
 * always the same one.
 *
 * Two rolls on one parent did not know of each other, so only one may count: a writer whose commit
 * seemed to fail, and went on without it, or two writers on one server. A roll whose line does not
 * reach its beginning stands on what is lost, and does not count either. O(rolls · log rolls).
 */
export function chained(rolls: readonly Roll[], before: Lines = NO_LINES): Lines {
  let { longest, depth } = before;
  let [parents, ends] = [new Map<string, Rolled>(), new Map(before.ends)];
  const inOrder = [...rolls].sort((a, b) => a.depth - b.depth || (keyOf(a) < keyOf(b) ? -1 : 1));
  for (const roll of inOrder) {
    if (roll.depth !== depth) {
      parents = roll.depth === depth + 1 ? ends : new Map();
      ends = new Map();
      depth = roll.depth;
    }
    const parent = depth === 1 ? NOTHING_ROLLED : parents.get(keyOf(roll.parent));
    if (parent === undefined) continue;
    const line = withRoll(parent, roll);
    ends.set(keyOf(roll), line);
    if (depth > (longest.last?.depth ?? 0)) longest = line;
  }
  return { longest, depth, ends };
}
