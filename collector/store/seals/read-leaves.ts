import {
  type Columns,
  columnsOf,
  ENCODER,
  SEALED_TABLES,
  type SealedTableName,
} from "../../tlog/row-columns.ts";
import type { Read } from "../engine/read.ts";
import { asList, asNumber, asText } from "../row-values.ts";
import { leafSql } from "./row-sql.ts";

/** Batches of one journal, both ends included. */
export interface SeqRange {
  readonly journal: string;
  readonly fromSeq: number;
  readonly toSeq: number;
}

/** The rows of one table in a range, in the order of sequence and row number. */
export interface TableLeaves {
  readonly table: SealedTableName;
  readonly seqs: readonly number[];
  readonly rows: readonly number[];
  /** 32 bytes each. */
  readonly leaves: Uint8Array;
}

export const IN_SEQS = "_journal = {journal:UUID} AND _seq BETWEEN {from:UInt64} AND {to:UInt64}";

export function seqParameters({ journal, fromSeq, toSeq }: SeqRange): {
  readonly journal: string;
  readonly from: number;
  readonly to: number;
} {
  return { journal, from: fromSeq, to: toSeq };
}

/** The tables that an encoder knows, among some, with the columns that it encodes. Throws where nobody knows the encoder. */
export function tablesOf(
  encoder: number,
  tables: readonly SealedTableName[] = SEALED_TABLES,
): readonly (readonly [SealedTableName, Columns])[] {
  const known = columnsOf(encoder);
  if (known === null) throw new RangeError(`rows of encoder ${encoder} cannot be read`);
  return tables.flatMap((table) => {
    const columns = known[table];
    return columns === undefined ? [] : [[table, columns] as const];
  });
}

/** Leaves of every row of a range, computed by the engine from what it stores. Tables without one are left out. */
export async function readLeaves(
  read: Read,
  range: SeqRange,
  options: { readonly encoder?: number; readonly tables?: readonly SealedTableName[] } = {},
): Promise<readonly TableLeaves[]> {
  const encoder = options.encoder ?? ENCODER;
  const found: TableLeaves[] = [];
  for (const [table, columns] of tablesOf(encoder, options.tables)) {
    // One list and not a row each: a number a row is cheaper to parse than a row. Leaves as strings of any
    // length: of a list of fixed ones the engine drops zeros at the end.
    const [row] = await read(
      `seals.leaves.${table}`,
      `SELECT arrayMap(each -> each.1, sorted), arrayMap(each -> each.2, sorted),
         base64Encode(arrayStringConcat(arrayMap(each -> each.3, sorted)))
       FROM (
         SELECT arraySort(groupArray((_seq, _row, concat(${leafSql(encoder, table, columns)}, '')))) AS sorted
         FROM ${table} WHERE ${IN_SEQS}
       )`,
      seqParameters(range),
    );
    const seqs = asList(row?.[0], asNumber);
    if (seqs.length === 0) continue;
    const leaves = Buffer.from(asText(row?.[2]), "base64");
    found.push({ table, seqs, rows: asList(row?.[1], asNumber), leaves });
  }
  return found;
}
