import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import type { OnBytes } from "./byte-stream.ts";
import { flatten, type PlainValue } from "./flatten.ts";
import { shown, TableError } from "./table-error.ts";
import type { TableFile } from "./table-format.ts";
import { textLines } from "./text-lines.ts";
import { requireUtf8 } from "./utf8.ts";

/** One object with nested ones flattened: `{ a: { b: 1 } }` has the column `a.b`. Lists are their JSON. */
export interface JsonRecord {
  readonly row: number;
  readonly values: ReadonlyMap<string, PlainValue>;
  /** Why this is no object, with its line; null where it is one. */
  readonly problem: string | null;
}

/** A JSON array is read whole; lines have no such limit. */
const ARRAY_BYTES_MAX = 268_435_456;

/**
 * The objects of a JSON lines file in order, or those of a file that is one JSON array. A line that
 * is no object comes with its problem: the caller decides. Throws `TableError` where nothing can go on.
 */
export async function* jsonRecords(file: TableFile, onBytes?: OnBytes): AsyncGenerator<JsonRecord> {
  let row = 0;
  for await (const { line, text } of textLines(file, onBytes)) {
    if (row === 0 && text.startsWith("[")) {
      yield* arrayRecords(file);
      return;
    }
    row += 1;
    const at = `line ${line}`;
    const parsed = parse(text);
    yield "problem" in parsed
      ? { row, values: new Map(), problem: `${at}: ${parsed.problem}` }
      : { row, ...flattened(parsed.value, at) };
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
  requireUtf8(file.path, text);
  const parsed = parse(text.toString().replace(/^\uFEFF/, ""));
  if ("problem" in parsed) throw new TableError(`${file.path}: ${parsed.problem}`);
  const items: readonly unknown[] = Array.isArray(parsed.value) ? parsed.value : [parsed.value];
  let row = 0;
  for (const item of items) {
    row += 1;
    yield { row, ...flattened(item, `item ${row}`) };
  }
}

function parse(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { problem: `must be JSON (${why}), got ${shown(text)}` };
  }
}

function flattened(item: unknown, at: string): Pick<JsonRecord, "values" | "problem"> {
  const values = new Map<string, PlainValue>();
  if (typeof item !== "object" || item === null || Array.isArray(item)) {
    return { values, problem: `${at}: must be a JSON object, got ${shown(JSON.stringify(item))}` };
  }
  flatten(item, "", values);
  return { values, problem: null };
}
