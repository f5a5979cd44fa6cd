import { CsvError, parse } from "csv-parse";
import { byteStream, type OnBytes } from "./byte-stream.ts";
import { sniffDelimiter } from "./csv-dialect.ts";
import { shown, TableError } from "./table-error.ts";
import type { TableFile } from "./table-format.ts";

/** One record below the header: its place (from 1), its line in the file, and as many cells as it has. */
export interface CsvRecord {
  readonly row: number;
  readonly line: number;
  readonly cells: readonly string[];
}

/** A file's header and the records under it, which can be read once. */
export interface CsvRecords {
  readonly header: readonly string[];
  readonly records: AsyncGenerator<CsvRecord>;
}

/** More is a sign of a quote that was never closed. */
const RECORD_CHARACTERS_MAX = 8_388_608;
const HEAD_BYTES = 65_536;

/**
 * Opens a CSV file: its delimiter is found by looking (comma, semicolon, tab, bar), a byte order
 * mark is skipped, cells may be quoted, the first record is the header. Empty lines are no records.
 * A column without a name, as pandas writes row numbers, is `column_1` by its place.
 *
 * Throws `TableError` for a header with repeated names, and while reading for quotes that
 * do not close. Records of another length than the header come as they are: the caller decides.
 */
export async function csvRecords(file: TableFile, onBytes?: OnBytes): Promise<CsvRecords> {
  const parsed = parsedRecords(file, onBytes);
  const first = await parsed.next();
  if (first.done === true) {
    throw new TableError(`${file.path}: has no header; its first line must name the columns`);
  }
  return { header: headerOf(file, first.value.cells), records: numbered(parsed) };
}

async function* numbered(parsed: AsyncGenerator<Parsed>): AsyncGenerator<CsvRecord> {
  let row = 0;
  for await (const { line, cells } of parsed) {
    row += 1;
    yield { row, line, cells };
  }
}

interface Parsed {
  readonly line: number;
  readonly cells: readonly string[];
}

async function* parsedRecords(file: TableFile, onBytes?: OnBytes): AsyncGenerator<Parsed> {
  const chunks = byteStream(file, onBytes);
  const start = await headOf(chunks);
  if (start.includes(0)) {
    throw new TableError(
      `${file.path}: is not text (it holds zero bytes); save it as UTF-8, or name its format with --input-format`,
    );
  }
  // The records of one chunk are handed over together: one by one through a stream costs as much as
  // parsing them.
  let ready: Parsed[] = [];
  const parser = parse({
    bom: true,
    delimiter: sniffDelimiter(start.toString()),
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: RECORD_CHARACTERS_MAX,
    on_record: (cells: string[], { lines }) => {
      ready.push({ line: lines, cells });
      return null;
    },
  });
  parser.resume();
  const failed = new Promise<Error>((resolve) => void parser.once("error", resolve));
  const fed = async (write: (done: () => void) => void): Promise<readonly Parsed[]> => {
    const failure = await Promise.race([
      failed,
      new Promise<null>((resolve) => write(() => resolve(null))),
    ]);
    if (failure !== null) throw explained(file, failure);
    const records = ready;
    ready = [];
    return records;
  };
  yield* await fed((done) => void parser.write(start, done));
  for await (const chunk of chunks) yield* await fed((done) => void parser.write(chunk, done));
  yield* await fed((done) => void parser.end(done));
}

async function headOf(chunks: AsyncGenerator<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let bytes = 0; bytes < HEAD_BYTES; ) {
    const next = await chunks.next();
    if (next.done === true) break;
    parts.push(next.value);
    bytes += next.value.length;
  }
  return Buffer.concat(parts);
}

function headerOf(file: TableFile, cells: readonly string[]): readonly string[] {
  const names = cells.map((cell, i) => cell.trim() || `column_${i + 1}`);
  const seen = new Map<string, number>();
  names.forEach((name, i) => {
    const first = seen.get(name);
    if (first !== undefined) {
      throw new TableError(
        `${file.path}: columns ${first + 1} and ${i + 1} are both named ${shown(name)}; each column needs a name of its own`,
      );
    }
    seen.set(name, i);
  });
  return names;
}

function explained(file: TableFile, error: Error): TableError {
  const code = error instanceof CsvError ? error.code : "";
  const line = error instanceof CsvError ? Number(error["lines"]) : Number.NaN;
  const at = Number.isFinite(line) ? ` line ${line}:` : "";
  if (code === "CSV_MAX_RECORD_SIZE") {
    return new TableError(
      `${file.path}:${at} a record has at most ${RECORD_CHARACTERS_MAX} characters; where a quoted cell is never closed, close it`,
      { cause: error },
    );
  }
  const rule =
    code === "CSV_QUOTE_NOT_CLOSED"
      ? "a quoted cell is never closed"
      : code === "CSV_INVALID_CLOSING_QUOTE" || code === "INVALID_OPENING_QUOTE"
        ? "a quote stands inside a cell; double it and quote the whole cell"
        : "cannot be read as CSV";
  return new TableError(`${file.path}:${at} ${rule} (${error.message})`, { cause: error });
}
