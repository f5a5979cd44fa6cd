import { type ColumnType, columnsOf } from "../../tlog/row-columns.ts";
import type { ExportedRow } from "../../tlog/row-encoding.ts";
import type { Read } from "../engine/read.ts";
import { asRecord } from "../row-values.ts";
import { IN_SEQS, readLeaves, type SeqRange, seqParameters } from "./read-leaves.ts";
import { valueSql } from "./row-sql.ts";

/** Rows of one table in a range as plain JSON, in the order of sequence and row number, with their leaves. */
export async function readExportedRows(
  read: Read,
  of: SeqRange & { readonly table: string; readonly encoder: number },
): Promise<{ readonly rows: readonly ExportedRow[]; readonly leaves: Uint8Array }> {
  const { encoder } = of;
  const known = columnsOf(encoder) ?? {};
  const columns = known[of.table];
  if (columns === undefined) throw new RangeError(`encoder ${encoder} has no table ${of.table}`);
  const rows = await read(
    `seals.rows.${of.table}`,
    `SELECT ${valueSql(columns)} FROM ${of.table} WHERE ${IN_SEQS} ORDER BY _seq, _row`,
    seqParameters(of),
  );
  const found = (await readLeaves(read, of, { encoder })).find(({ table }) => table === of.table);
  return {
    rows: rows.map((row) =>
      Object.fromEntries(columns.map(([name, type], i) => [name, plain(type, row[i])])),
    ),
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
