import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";
import { placeOf, type Range } from "./batch.ts";
import { TABLES, type Table } from "./line.ts";

// The two questions of a verified apply: how many rows of a range are in the store, and which.

/** Places of rows, by table. */
export type Placed = ReadonlyMap<Table, ReadonlySet<string>>;

const IN_RANGE = `_journal = {journal:UUID} AND _seq BETWEEN {low:UInt64} AND {high:UInt64}
  AND received_at BETWEEN fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND fromUnixTimestamp64Milli({to:Int64}, 'UTC')`;

/** Rows of the range by table. The receive times let the engine leave old parts alone. */
export async function countPlaced(
  read: Read,
  range: Range,
  tables: readonly Table[],
): Promise<ReadonlyMap<Table, number>> {
  const counts = tables.map(
    (table) => `SELECT '${table}' AS name, count() AS rows FROM ${table} WHERE ${IN_RANGE}`,
  );
  const rows = await read(
    "apply.count",
    `SELECT name, rows FROM (${counts.join(" UNION ALL ")})`,
    parameters(range),
  );
  return new Map(rows.map(([name, count]) => [tableOf(name), asNumber(count)]));
}

/** Whether no table has any row of the range. */
export async function isNothingPlaced(read: Read, range: Range): Promise<boolean> {
  const held = await countPlaced(read, range, TABLES);
  return [...held.values()].every((rows) => rows === 0);
}

/** The places of the range's rows, by table. */
export async function findPlaced(read: Read, range: Range): Promise<Placed> {
  const places = TABLES.map(
    (table) => `SELECT '${table}' AS name, _seq, _row FROM ${table} WHERE ${IN_RANGE}`,
  );
  const rows = await read(
    "apply.places",
    `SELECT name, _seq, _row FROM (${places.join(" UNION ALL ")})`,
    parameters(range),
  );
  const found = new Map<Table, Set<string>>(TABLES.map((table) => [table, new Set()]));
  for (const [name, seq, row] of rows) {
    found.get(tableOf(name))?.add(placeOf({ seq: asNumber(seq), row: asNumber(row) }));
  }
  return found;
}

function parameters({ journal, low, high, receivedFromMs, receivedToMs }: Range) {
  return { journal, low, high, from: receivedFromMs, to: receivedToMs };
}

function tableOf(name: unknown): Table {
  const table = TABLES.find((candidate) => candidate === asText(name));
  if (table === undefined) throw new TypeError(`the engine answered for a table ${String(name)}`);
  return table;
}
