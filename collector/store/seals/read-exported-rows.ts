import { type ColumnType, columnsOf, SEALED_TABLES } from "../../tlog/row-columns.ts";
import type { ExportedRow } from "../../tlog/row-encoding.ts";
import type { Read } from "../engine/read.ts";
import { asRecord } from "../row-values.ts";
import { IN_SEQS, readLeaves, type SeqRange, seqParameters } from "./read-leaves.ts";
import { valueSql } from "./row-sql.ts";

/** A row under a seal. */
export interface PlacedRow {
  readonly row: ExportedRow;
  /** Its place among the leaves. */
  readonly index: number;
}

/** Which rows of one table under a seal. */
export interface RowsAsked extends SeqRange {
  readonly table: string;
  readonly encoder: number;
  /** Absent: all of them. */
  readonly places?: readonly { readonly seq: number; readonly row: number }[];
}

/**
 * Rows of one table in a range as plain JSON, in the order of sequence and row number, and the leaves of all
 * of its rows there. Places without a row are left out.
 */
export async function readExportedRows(
  read: Read,
  of: RowsAsked,
): Promise<{ readonly rows: readonly PlacedRow[]; readonly leaves: Uint8Array }> {
  const { encoder, places } = of;
  const columns = columnsOf(encoder)?.[of.table];
  if (columns === undefined) throw new RangeError(`encoder ${encoder} has no table ${of.table}`);
  // More than those that are asked for where these are of several batches, which are few.
  const chosen =
    places === undefined ? "1" : "_seq IN {seqs:Array(UInt64)} AND _row IN {rows:Array(UInt32)}";
  const rows = await read(
    `seals.rows.${of.table}`,
    `SELECT _seq, _row, ${valueSql(columns)} FROM ${of.table} WHERE ${IN_SEQS} AND ${chosen} ORDER BY _seq, _row`,
    {
      ...seqParameters(of),
      ...(places === undefined
        ? {}
        : { seqs: places.map(({ seq }) => seq), rows: places.map(({ row }) => row) }),
    },
  );
  const tables = SEALED_TABLES.filter((table) => table === of.table);
  const [found] = await readLeaves(read, of, { encoder, tables });
  const indexes = new Map(found?.seqs.map((seq, i) => [`${seq}/${found.rows[i]}`, i]));
  const wanted = places && new Set(places.map(({ seq, row }) => `${seq}/${row}`));
  return {
    rows: rows.flatMap(([seq, row, ...values]) => {
      const name = `${seq}/${row}`;
      const index = indexes.get(name);
      if (index === undefined || wanted?.has(name) === false) return [];
      const plainly = columns.map(([each, type], i) => [each, plain(type, values[i])]);
      return [{ index, row: Object.fromEntries(plainly) }];
    }),
    leaves: found?.leaves ?? new Uint8Array(0),
  };
}

/** As the engine prints it, but for the floats that JSON has no numbers for. */
function plain(type: ColumnType, value: unknown): unknown {
  if (type === "f64") return FLOATS.get(value) ?? value;
  if (typeof type !== "object" || value === null) return value;
  if ("nullable" in type) return plain(type.nullable, value);
  if ("list" in type || type.map[1] !== "f64") return value;
  return asRecord(value, (each) => plain("f64", each));
}

const FLOATS: ReadonlyMap<unknown, string> = new Map([
  ["nan", "NaN"],
  ["-nan", "NaN"],
  ["inf", "Infinity"],
  ["-inf", "-Infinity"],
]);
