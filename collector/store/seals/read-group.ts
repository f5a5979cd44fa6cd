import { SEALED_TABLES } from "../../tlog/row-columns.ts";
import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";
import { IN_SEQS, type SeqRange, seqParameters } from "./read-leaves.ts";

/** Batches that are sealed together, and what the store has of them. */
export interface Group {
  readonly toSeq: number;
  readonly rows: number;
  /** The tables that have a row of them. */
  readonly tables: ReadonlySet<string>;
  /** Receipt; null where there is no row. */
  readonly receivedFromMs: number | null;
  readonly receivedToMs: number | null;
}

/**
 * The batches from the first of a range on that have so many rows together; all of the range where it has
 * fewer. One batch at least, however many rows it has.
 */
export async function readGroup(read: Read, range: SeqRange, rowsMax: number): Promise<Group> {
  const tables = await tablesWithRows(read);
  if (tables.length === 0) return { ...EMPTY, toSeq: range.toSeq };
  const counts = tables.map(
    (
      table,
    ) => `SELECT '${table}' AS name, _seq, count() AS n, min(received_at) AS first, max(received_at) AS last
      FROM ${table} WHERE ${IN_SEQS} GROUP BY _seq`,
  );
  const found = await read(
    "seals.group",
    `SELECT name, sum(n), max(_seq), any(total), toUnixTimestamp64Milli(min(first)), toUnixTimestamp64Milli(max(last))
     FROM (
       SELECT *, min(_seq) OVER () AS lowest, sum(n) OVER () AS total,
         sum(n) OVER (ORDER BY _seq RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS running
       FROM (${counts.join(" UNION ALL ")})
     ) WHERE running <= {rowsMax:UInt64} OR _seq = lowest GROUP BY name`,
    { ...seqParameters(range), rowsMax },
    { threads: 1 },
  );
  const column = (at: number): number[] => found.map((row) => asNumber(row[at]));
  const rows = column(1).reduce((sum, n) => sum + n, 0);
  // Batches without a row are in none of these, so that the last one that has some says where a group ends
  // only where more follow.
  const isAll = rows === (column(3)[0] ?? 0);
  return {
    toSeq: isAll ? range.toSeq : Math.max(...column(2)),
    rows,
    tables: new Set(found.map(([name]) => asText(name))),
    receivedFromMs: found.length === 0 ? null : Math.min(...column(4)),
    receivedToMs: found.length === 0 ? null : Math.max(...column(5)),
  };
}

/** Most stores have rows in a few of them, and each that is asked costs a millisecond or two. */
async function tablesWithRows(read: Read): Promise<readonly string[]> {
  const rows = await read(
    "seals.tables",
    `SELECT name FROM system.tables
     WHERE database = currentDatabase() AND name IN {names:Array(String)} AND total_rows > 0`,
    { names: SEALED_TABLES },
  );
  return rows.map(([name]) => asText(name));
}

const EMPTY: Omit<Group, "toSeq"> = {
  ...{ rows: 0, tables: new Set<string>(), receivedFromMs: null, receivedToMs: null },
};
