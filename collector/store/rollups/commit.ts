import type { Engine } from "../engine/open.ts";
import type { Roll } from "./rolled.ts";

/**
 * Makes a roll count, from the next opening on.
 *
 * Where this fails the roll may count or not, and its writer goes on as if it did not: the next roll
 * then stands beside it, on the same one before, and of the two only one line is ever read.
 */
export async function commitRoll(
  engine: Engine,
  roll: Roll & {
    readonly what: string;
    readonly low: number;
    /** Of records, and of the tables by minute. */
    readonly rows: number;
    readonly written: number;
  },
): Promise<void> {
  await engine.client.insert({
    table: "rolls_v1",
    format: "JSONEachRow",
    values: [
      {
        what: roll.what,
        opened: roll.opened,
        roll: roll.roll,
        parent_opened: roll.parent.opened,
        parent_roll: roll.parent.roll,
        depth: roll.depth,
        journal: roll.journal,
        low: roll.low,
        high: roll.high,
        rows: roll.rows,
        written: roll.written,
        first_minute: roll.fromMicros,
        last_minute: roll.toMicros,
      },
    ],
    clickhouse_settings: { async_insert: 0, insert_deduplicate: 0, log_comment: "rollups.commit" },
  });
}
