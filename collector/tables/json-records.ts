import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import type { OnBytes } from "./byte-stream.ts";
import { flatten, type PlainValue } from "./flatten.ts";
import { shown, TableError } from "./table-error.ts";
import type { TableFile } from "./table-format.ts";
import { textLines } from "./text-lines.ts";

/** One object with nested ones flattened: `{ a: { b: 1 } }` has the column `a.b`. Lists are their JSON. */
export interface JsonRecord {
  readonly row: number;
  readonly line: number;
  readonly values: ReadonlyMap<string, PlainValue>;
}

/** A JSON array is read whole; lines have no such limit. */
const ARRAY_BYTES_MAX = 268_435_456;

/** The objects of a JSON lines file in order, or those of a file that is one JSON array. Throws `TableError`. */
export async function* jsonRecords(file: TableFile, onBytes?: OnBytes): AsyncGenerator<JsonRecord> {
  let row = 0;
  for await (const { line, text } of textLines(file, onBytes)) {
    if (row === 0 && text.startsWith("[")) {
      yield* arrayRecords(file);
      return;
    }
    row += 1;
    yield { row, line, values: flattened(file, parsed(file, text, line), `line ${line}`) };
  }
}

async function* arrayRecords(file: TableFile): AsyncGenerator<JsonRecord> {
  const bytes = await readFile(file.path);
  const text = file.gzip ? gunzipSync(bytes, { maxOutputLength: ARRAY_BYTES_MAX }) : bytes;
  if (text.length > ARRAY_BYTES_MAX) {
    throw new TableError(
      `${file.path}: a JSON array has at most ${ARRAY_BYTES_MAX} bytes, got ${text.length}; write one object a line`,
    );
  }
  const items = parsed(file, text.toString().replace(/^\uFEFF/, ""), 1);
  if (!Array.isArray(items)) {
    throw new TableError(`${file.path}: begins with [ but is no JSON array of objects`);
  }
  let row = 0;
  for (const item of items) {
    row += 1;
    yield { row, line: 1, values: flattened(file, item, `item ${row}`) };
  }
}

function parsed(file: TableFile, text: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TableError(
      `${file.path}: line ${line}: must be one JSON object (${why}), got ${shown(text)}`,
      { cause: error },
    );
  }
}

function flattened(file: TableFile, item: unknown, at: string): JsonRecord["values"] {
  if (typeof item !== "object" || item === null || Array.isArray(item)) {
    throw new TableError(
      `${file.path}: ${at}: must be a JSON object, got ${shown(JSON.stringify(item))}`,
    );
  }
  const values = new Map<string, PlainValue>();
  flatten(item, "", values);
  return values;
}
