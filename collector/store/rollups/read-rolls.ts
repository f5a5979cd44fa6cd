import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";
import { NOTHING_ROLLED, type Roll, type Rolled, withRoll } from "./rolled.ts";

/** What has been rolled, by `what`: read once, when a store is opened. O(rolls). */
export async function readRolls(read: Read): Promise<Map<string, Rolled>> {
  const rows = await read(
    "rollups.rolls",
    `SELECT what, toString(opened), roll, toString(parent_opened), parent_roll, depth, toString(journal), high,
       toUnixTimestamp64Micro(first_minute), toUnixTimestamp64Micro(last_minute)
     FROM rolls_v1`,
  );
  const rolls = new Map<string, Roll[]>();
  for (const [
    what,
    opened,
    roll,
    parentOpened,
    parentRoll,
    depth,
    journal,
    high,
    ...span
  ] of rows) {
    const [fromMicros, toMicros] = span;
    const known = rolls.get(asText(what)) ?? [];
    rolls.set(asText(what), known);
    known.push({
      opened: asText(opened),
      roll: asNumber(roll),
      depth: asNumber(depth),
      parent: { opened: asText(parentOpened), roll: asNumber(parentRoll) },
      journal: asText(journal),
      high: asNumber(high),
      fromMicros: asNumber(fromMicros),
      toMicros: asNumber(toMicros),
    });
  }
  return new Map([...rolls].map(([what, own]) => [what, chained(own)]));
}

/**
 * The longest line of rolls that each stand on the one before; of two as long, always the same one.
 *
 * Two rolls on one parent did not know of each other, so only one may count: a writer whose commit
 * seemed to fail, and went on without it, or two writers on one server. A roll whose line does not
 * reach its beginning stands on what is lost, and does not count either. O(rolls · log rolls).
 */
export function chained(rolls: readonly Roll[]): Rolled {
  const sound = new Map<string, Roll>();
  let last: Roll | undefined;
  const inOrder = [...rolls].sort((a, b) => a.depth - b.depth || (keyOf(a) < keyOf(b) ? -1 : 1));
  for (const roll of inOrder) {
    if (roll.depth !== 1 && sound.get(keyOf(roll.parent))?.depth !== roll.depth - 1) continue;
    sound.set(keyOf(roll), roll);
    if (roll.depth > (last?.depth ?? 0)) last = roll;
  }
  const line: Roll[] = [];
  for (let roll = last; roll !== undefined; roll = sound.get(keyOf(roll.parent))) line.push(roll);
  return line.reverse().reduce(withRoll, NOTHING_ROLLED);
}

function keyOf({ opened, roll }: { readonly opened: string; readonly roll: number }): string {
  return `${opened} ${roll}`;
}
