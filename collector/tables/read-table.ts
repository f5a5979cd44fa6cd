import { type ColumnChoice, chooseColumns } from "./choose-columns.ts";
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
  const builders = await buildersOf(file, options);
  const rows = Math.max(0, ...[...builders.values()].map((builder) => builder.rows));
  return { path, rows, columns: new Map([...builders].map(([name, of]) => [name, built(of)])) };
}

type Builders = ReadonlyMap<string, ColumnBuilder>;

async function buildersOf(file: TableFile, choice: ColumnChoice): Promise<Builders> {
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

async function csvColumns(file: TableFile, choice: ColumnChoice): Promise<Builders> {
  const builders = await csvPass(file, choice, new Set(choice.asText));
  // Where text came after numbers, how those were written is lost: 1 and 1.0 may be two categories.
  const turned = [...builders].filter(([, { turned }]) => turned > 0).map(([name]) => name);
  if (turned.length === 0) return builders;
  const again = await csvPass(file, { only: turned }, new Set(turned));
  return new Map([...builders].map(([name, first]) => [name, again.get(name) ?? first]));
}

async function csvPass(
  file: TableFile,
  choice: ColumnChoice,
  asText: ReadonlySet<string>,
): Promise<Builders> {
  const { header, records } = await csvRecords(file);
  const chosen = chooseColumns(file.path, header, choice);
  const columns = chosen.map((name) => ({
    at: header.indexOf(name),
    builder: new ColumnBuilder(name, { asText: asText.has(name) }),
  }));
  for await (const record of records) {
    const ragged = raggedRow(header, record);
    if (ragged !== null) throw new TableError(`${file.path}: ${ragged}`);
    for (const { at, builder } of columns) addCell(builder, record.cells[at] ?? "");
  }
  return new Map(columns.map(({ builder }, i) => [chosen[i] ?? "", builder]));
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

async function jsonColumns(file: TableFile, choice: ColumnChoice): Promise<Builders> {
  const found = new FoundColumns(choice);
  let rows = 0;
  for await (const { row, values } of jsonRecords(file)) {
    for (const [name, value] of values) found.add(name, row - 1, value);
    rows = row;
  }
  chooseColumns(file.path, found.names(), choice);
  return found.builders(rows);
}

async function parquetColumns(file: TableFile, choice: ColumnChoice): Promise<Builders> {
  const source = await parquetSource(file, "milliseconds");
  try {
    const found = new FoundColumns(choice);
    for (const column of source.columns) {
      if (!isWanted(column, choice)) continue;
      for (const { rowStart, rowEnd } of source.groups) {
        found.addRun(column, rowStart, await source.read({ column, rowStart, rowEnd }));
      }
    }
    chooseColumns(file.path, [...found.names(), ...source.columns], choice);
    return found.builders(source.rows);
  } finally {
    await source.close();
  }
}

/** Whether to read a column, or the structure that the wanted ones are members of. */
function isWanted(column: string, choice: ColumnChoice): boolean {
  if (choice.exclude?.includes(column) === true) return false;
  if (choice.only === undefined) return true;
  return choice.only.some((name) => name === column || name.startsWith(`${column}.`));
}
