import { SEALED_TABLES } from "../../tlog/row-columns.ts";
import type { Read } from "../engine/read.ts";
import { asNumber } from "../row-values.ts";
import { IN_SEQS, type SeqRange, seqParameters } from "./read-leaves.ts";

/**
 * The last batch of a range up to which it has so many rows, and how many those are; all of the range where
 * it has fewer. One batch at least, however many rows it has.
 */
export async function readWaiting(
  read: Read,
  range: SeqRange,
  rowsMax: number,
): Promise<{ readonly toSeq: number; readonly rows: number }> {
  const counts = SEALED_TABLES.map(
    (table) => `SELECT _seq, count() AS n FROM ${table} WHERE ${IN_SEQS} GROUP BY _seq`,
  );
  const batches = await read(
    "seals.waiting",
    `SELECT _seq, sum(n) FROM (${counts.join(" UNION ALL ")}) GROUP BY _seq ORDER BY _seq LIMIT {limit:UInt32}`,
    // Batches without a row are in none of these; a batch has one row at least, or none at all.
    { ...seqParameters(range), limit: rowsMax + 1 },
  );
  let rows = 0;
  let toSeq = range.fromSeq;
  for (const [seq, n] of batches) {
    const more = asNumber(n);
    if (rows > 0 && rows + more > rowsMax) return { toSeq, rows };
    rows += more;
    toSeq = asNumber(seq);
  }
  return batches.length > rowsMax ? { toSeq, rows } : { toSeq: range.toSeq, rows };
}
