import { csvNumber, csvText } from "./csv-cell.ts";
import { csvRecords } from "./csv-records.ts";
import { flatten, jsonOf, type PlainValue, plainValue } from "./flatten.ts";
import { jsonRecords } from "./json-records.ts";
import { type ParquetSource, parquetSource } from "./parquet-scan.ts";
import { raggedRow } from "./read-table.ts";
import type { TableFile } from "./table-format.ts";

/** One row of a file: its values by column, or why it cannot be read. */
export interface TableRow {
  /** Counted from 1, without the header. */
  readonly row: number;
  /** Missing ones are absent or null. */
  readonly values: ReadonlyMap<string, PlainValue>;
  readonly problem: string | null;
}

/** What a file holds, found by looking through it before its rows are used. */
export interface TableOutline {
  readonly columns: readonly string[];
  /** Columns of a CSV file whose values are all numbers. Other formats say of each value what it is. */
  readonly numeric: ReadonlySet<string>;
  /** Null where it was not looked through to its end. */
  readonly rows: number | null;
}

/**
 * Looks through a file: a CSV file whole, to tell numbers from text in each column the same way in
 * every row; the footer of Parquet; the first thousand lines of JSON lines.
 */
export async function outlineOf(file: TableFile): Promise<TableOutline> {
  if (file.format === "parquet") {
    const source = await parquetSource(file, "iso");
    await source.close();
    return { columns: source.columns, numeric: new Set(), rows: source.rows };
  }
  return file.format === "csv" ? csvOutline(file) : jsonOutline(file);
}

const LINES_LOOKED_AT = 1_000;

async function jsonOutline(file: TableFile): Promise<TableOutline> {
  const columns = new Set<string>();
  let rows = 0;
  for await (const { row, values } of jsonRecords(file)) {
    rows = row;
    for (const name of values.keys()) columns.add(name);
    if (row >= LINES_LOOKED_AT) break;
  }
  const isWhole = rows < LINES_LOOKED_AT;
  return { columns: [...columns], numeric: new Set(), rows: isWhole ? rows : null };
}

async function csvOutline(file: TableFile): Promise<TableOutline> {
  const { header, records } = await csvRecords(file);
  const isText = header.map(() => false);
  const hasValue = header.map(() => false);
  let rows = 0;
  for await (const { row, cells } of records) {
    rows = row;
    if (cells.length !== header.length) continue;
    for (let i = 0; i < cells.length; i++) {
      if (isText[i] === true) continue;
      const text = csvText(cells[i] ?? "");
      if (text === null) continue;
      hasValue[i] = true;
      isText[i] = csvNumber(text) === null;
    }
  }
  const numeric = header.filter((_, i) => hasValue[i] === true && isText[i] === false);
  return { columns: header, numeric: new Set(numeric), rows };
}

/**
 * The rows of a file in order, with memory for a piece of it: a chunk of CSV or JSON lines, a row
 * group of Parquet. Values of CSV are texts, instants of Parquet are ISO 8601. `onBytes` counts bytes
 * of CSV and JSON lines.
 */
export async function* readRows(
  file: TableFile,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<TableRow> {
  if (file.format === "parquet") yield* parquetRows(file);
  else if (file.format === "jsonl") yield* jsonRecords(file, onBytes);
  else yield* csvRows(file, onBytes);
}

async function* csvRows(
  file: TableFile,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<TableRow> {
  const { header, records } = await csvRecords(file, onBytes);
  for await (const record of records) {
    const problem = raggedRow(header, record);
    const values = new Map<string, PlainValue>();
    if (problem === null) {
      header.forEach((name, i) => {
        values.set(name, csvText(record.cells[i] ?? ""));
      });
    }
    yield { row: record.row, values, problem };
  }
}

async function* parquetRows(file: TableFile): AsyncGenerator<TableRow> {
  const source = await parquetSource(file, "iso");
  try {
    for (const group of source.groups) yield* groupRows(source, group);
  } finally {
    await source.close();
  }
}

async function* groupRows(
  source: ParquetSource,
  group: { readonly rowStart: number; readonly rowEnd: number },
): AsyncGenerator<TableRow> {
  const columns: { readonly name: string; readonly values: ArrayLike<unknown> }[] = [];
  for (const name of source.columns) {
    columns.push({ name, values: await source.read({ column: name, ...group }) });
  }
  for (let at = group.rowStart; at < group.rowEnd; at++) {
    const values = new Map<string, PlainValue>();
    for (const { name, values: of } of columns) {
      const value = plainValue(of[at - group.rowStart]);
      if (typeof value !== "object" || value === null) values.set(name, value);
      else if (Array.isArray(value)) values.set(name, jsonOf(value));
      else flatten(value, `${name}.`, values);
    }
    yield { row: at + 1, values, problem: null };
  }
}
