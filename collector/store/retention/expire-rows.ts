import type { Engine } from "../engine/open.ts";
import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";
import { type DueRows, dueCondition } from "./due-rows.ts";

/** What became of one table. */
export interface ExpiredRows {
  readonly rows: number;
  /** Months that went as a whole, which costs nothing. */
  readonly dropped: number;
  /** Months that were written anew without the rows. */
  readonly rewritten: number;
}

const SECONDS_MAX = 300;

/**
 * Deletes the rows that are due: whole partitions where all of it is, else by a mutation that is waited for, in the
 * one mode of deleting that everything here uses, since mixed modes wedge the engine. Idempotent.
 */
export async function expireRows(engine: Engine, read: Read, of: DueRows): Promise<ExpiredRows> {
  const due = dueCondition(of);
  const partitions = await read(
    `retention.partitions.${of.table}`,
    `SELECT _partition_id, count() FROM ${of.table} WHERE ${due} GROUP BY _partition_id ORDER BY 1`,
    {},
    { maxSeconds: SECONDS_MAX },
  );
  if (partitions.length === 0) return { rows: 0, dropped: 0, rewritten: 0 };
  const whole = await read(
    `retention.parts.${of.table}`,
    `SELECT partition_id, sum(rows) FROM system.parts
     WHERE database = {database:String} AND table = {table:String} AND active GROUP BY partition_id`,
    { database: engine.database, table: of.table },
  );
  const held = new Map(whole.map(([id, rows]) => [asText(id), asNumber(rows)]));
  let [rows, dropped, rewritten] = [0, 0, 0];
  for (const [id, some] of partitions) {
    const partition = asText(id);
    if (!/^\d{6}$/.test(partition)) throw new TypeError(`a partition is a month, got ${partition}`);
    const isWhole = asNumber(some) === held.get(partition);
    const change = isWhole
      ? `DROP PARTITION ID '${partition}'`
      : `DELETE IN PARTITION ID '${partition}' WHERE ${due}`;
    await engine.client.command({
      query: `ALTER TABLE ${of.table} ${change}`,
      clickhouse_settings: { mutations_sync: "2", log_comment: "retention.expire" },
    });
    rows += asNumber(some);
    if (isWhole) dropped += 1;
    else rewritten += 1;
  }
  return { rows, dropped, rewritten };
}
