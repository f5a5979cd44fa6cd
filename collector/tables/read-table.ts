import { type ColumnChoice, isWanted } from "./choose-columns.ts";
import { ColumnBuilder, type TableColumn } from "./column-builder.ts";
import { csvNumber, csvText } from "./csv-cell.ts";
import { type CsvRecord, csvRecords } from "./csv-records.ts";
import { FoundColumns } from "./found-columns.ts";
import { jsonRecords } from "./json-records.ts";
import { parquetSource } from "./parquet-scan.ts";
import { TableError } from "./table-error.ts";
import { type TableFile, type TableFormat, tableFile } from "./table-format.ts";

/** A file by columns: all of one length, in the order of the file. */
export interface Table {
  readonly path: string;
  readonly rows: number;
  /** Of every column in the file, wanted or not. */
  readonly names: readonly string[];
  readonly columns: ReadonlyMap<string, TableColumn>;
}

/**
 * Reads a file by columns: CSV, Parquet or JSON lines.
 *
 * A column is numeric where every value it has is a number (see `csvNumber` for what is one in CSV),
 * else text; one without any value is text. Booleans are the texts true and false; instants of
 * Parquet are Unix milliseconds. Members of nested objects are columns `outer.inner`. Holds 8 bytes a
 * number, 4 a text. Throws `TableError`.
 */
export async function readTable(
  path: string,
  options: ColumnChoice & { readonly format?: TableFormat } = {},
): Promise<Table> {
  const file = await tableFile(path, options.format);
  const { builders, names } = await buildersOf(file, options);
  const rows = Math.max(0, ...[...builders.values()].map((builder) => builder.rows));
  return {
    path,
    rows,
    names,
    columns: new Map([...builders].map(([name, of]) => [name, built(of)])),
  };
}

interface Found {
  readonly builders: ReadonlyMap<string, ColumnBuilder>;
  readonly names: readonly string[];
}

async function buildersOf(file: TableFile, choice: ColumnChoice): Promise<Found> {
  switch (file.format) {
    case "csv":
      return csvColumns(file, choice);
    case "parquet":
      return parquetColumns(file, choice);
    case "jsonl":
      return jsonColumns(file, choice);
  }
}

/** A column without a value is text: nothing says that it would be a number. */
function built(builder: ColumnBuilder): TableColumn {
  const column = builder.build();
  if (column.kind === "texts" || column.values.some((value) => !Number.isNaN(value))) return column;
  return { kind: "texts", codes: new Int32Array(column.values.length).fill(-1), categories: [] };
}

async function csvColumns(file: TableFile, choice: ColumnChoice): Promise<Found> {
  const first = await csvPass(file, choice, new Set(choice.asText));
  // Where text came after numbers, how those were written is lost: 1 and 1.0 may be two categories.
  const turned = [...first.builders].filter(([, { turned }]) => turned > 0).map(([name]) => name);
  if (turned.length === 0) return first;
  const { builders: again } = await csvPass(file, { only: turned }, new Set(turned));
  const builders = [...first.builders].map(([name, of]) => [name, again.get(name) ?? of] as const);
  return { ...first, builders: new Map(builders) };
}

async function csvPass(
  file: TableFile,
  choice: ColumnChoice,
  asText: ReadonlySet<string>,
): Promise<Found> {
  const { header, records } = await csvRecords(file);
  const chosen = header.filter((name) => isWanted(name, choice));
  const columns = chosen.map((name) => ({
    at: header.indexOf(name),
    builder: new ColumnBuilder(name, { asText: asText.has(name) }),
  }));
  for await (const record of records) {
    const ragged = raggedRow(header, record);
    if (ragged !== null) throw new TableError(`${file.path}: ${ragged}`);
    for (const { at, builder } of columns) addCell(builder, record.cells[at] ?? "");
  }
  const builders = new Map(columns.map(({ builder }, i) => [chosen[i] ?? "", builder]));
  return { builders, names: header };
}

function addCell(builder: ColumnBuilder, cell: string): void {
  const text = csvText(cell);
  if (text === null) builder.addMissing();
  else {
    const number = builder.isText ? null : csvNumber(text);
    if (number === null) builder.addText(text);
    else builder.addNumber(number);
  }
}

/** What is wrong with a record that has more or fewer cells than the header; null where nothing is. */
export function raggedRow(header: readonly string[], record: CsvRecord): string | null {
  const { row, line, cells } = record;
  if (cells.length === header.length) return null;
  return `line ${line} (row ${row}): has ${cells.length} cells, the header has ${header.length}; quote cells that hold the delimiter`;
}

async function jsonColumns(file: TableFile, choice: ColumnChoice): Promise<Found> {
  const found = new FoundColumns(choice);
  let rows = 0;
  for await (const { row, values, problem } of jsonRecords(file)) {
    if (problem !== null) throw new TableError(`${file.path}: ${problem}`);
    for (const [name, value] of values) found.add(name, row - 1, value);
    rows = row;
  }
  return { builders: found.builders(rows), names: found.names() };
}

async function parquetColumns(file: TableFile, choice: ColumnChoice): Promise<Found> {
  const source = await parquetSource(file, "milliseconds");
  try {
    const found = new FoundColumns(choice, source.rows);
    for (const column of source.columns) {
      if (!isWanted(column, choice)) continue;
      for (const { rowStart, rowEnd } of source.groups) {
        found.addRun(column, rowStart, await source.read({ column, rowStart, rowEnd }));
      }
    }
    const names = [...new Set([...source.columns, ...found.names()])];
    return { builders: found.builders(source.rows), names };
  } finally {
    await source.close();
  }
}
