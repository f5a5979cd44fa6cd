import { TABLES } from "../apply/line.ts";
import type { Read } from "../engine/read.ts";
import { asNumber } from "../row-values.ts";

/** The highest batch of a journal after `afterSeq` of which any table has a row; `afterSeq` where there is none. */
export async function readLastSeq(
  read: Read,
  of: { readonly journal: string; readonly afterSeq: number },
): Promise<number> {
  const tables = TABLES.map(
    (table) =>
      `SELECT max(_seq) AS seq FROM ${table} WHERE _journal = {journal:UUID} AND _seq > {after:UInt64}`,
  );
  const [row] = await read("journal.last", `SELECT max(seq) FROM (${tables.join(" UNION ALL ")})`, {
    journal: of.journal,
    after: of.afterSeq,
  });
  return Math.max(of.afterSeq, asNumber(row?.[0]));
}
