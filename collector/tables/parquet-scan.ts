import { type FileHandle, open } from "node:fs/promises";
import { type AsyncBuffer, type ParquetParsers, type ParquetScan, parquetScan } from "hyparquet";
import { codecs } from "./parquet-codecs.ts";
import { TableError } from "./table-error.ts";
import type { TableFile } from "./table-format.ts";

/** An open Parquet file: its top-level columns and its row groups, of which parts are read on demand. */
export interface ParquetSource {
  readonly columns: readonly string[];
  readonly rows: number;
  readonly groups: readonly { readonly rowStart: number; readonly rowEnd: number }[];
  /** One column of one row group (or of a part of it). */
  readonly read: (of: {
    readonly column: string;
    readonly rowStart: number;
    readonly rowEnd: number;
  }) => Promise<ArrayLike<unknown>>;
  readonly close: () => Promise<void>;
}

/** How instants come out: Unix milliseconds for columns, ISO 8601 for rows. */
export type InstantForm = "milliseconds" | "iso";

/** Opens a Parquet file of any codec. Throws `TableError` where its footer or a page cannot be read. */
export async function parquetSource(
  file: TableFile,
  instants: InstantForm,
): Promise<ParquetSource> {
  const handle = await open(file.path);
  try {
    const scan = await parquetScan({
      file: bufferOf(handle, file.bytes),
      compressors: codecs,
      parsers: instants === "iso" ? ISO : MILLISECONDS,
    });
    return {
      columns: topColumns(scan),
      rows: Number(scan.metadata.num_rows),
      groups: scan.ranges,
      read: async (of) => {
        try {
          return await scan.readColumn(of);
        } catch (error) {
          throw unreadable(file, `column ${of.column}`, error);
        }
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw unreadable(file, "its footer", error);
  }
}

function topColumns(scan: ParquetScan): readonly string[] {
  // The schema is a tree in depth-first order; its root counts the top-level columns.
  const { schema } = scan.metadata;
  const names: string[] = [];
  const skip = (at: number): number => {
    let next = at + 1;
    for (let child = 0; child < (schema[at]?.num_children ?? 0); child++) next = skip(next);
    return next;
  };
  for (let at = 1; at < schema.length; at = skip(at)) names.push(schema[at]?.name ?? "");
  return names;
}

function bufferOf(handle: FileHandle, byteLength: number): AsyncBuffer {
  return {
    byteLength,
    slice: async (start, end = byteLength) => {
      const from = start < 0 ? byteLength + start : start;
      const bytes = new Uint8Array(Math.max(0, Math.min(end, byteLength) - from));
      for (let at = 0; at < bytes.length; ) {
        const { bytesRead } = await handle.read(bytes, at, bytes.length - at, from + at);
        if (bytesRead === 0) throw new Error("the file is shorter than it was");
        at += bytesRead;
      }
      return bytes.buffer;
    },
  };
}

function unreadable(file: TableFile, what: string, error: unknown): TableError {
  if (error instanceof TableError) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new TableError(
    `${file.path}: ${what} cannot be read as Parquet (${why}); check that the file is whole`,
    { cause: error },
  );
}

const MILLISECONDS: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (millis) => Number(millis),
  timestampFromMicroseconds: (micros) => Number(micros) / 1e3,
  timestampFromNanoseconds: (nanos) => Number(nanos) / 1e6,
  dateFromDays: (days) => days * 86_400_000,
};

const ISO: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (millis) => new Date(Number(millis)).toISOString(),
  timestampFromMicroseconds: (micros) =>
    new Date(Number(micros / 1000n)).toISOString().replace("Z", `${digits(micros % 1000n)}Z`),
  timestampFromNanoseconds: (nanos) => new Date(Number(nanos / 1_000_000n)).toISOString(),
  dateFromDays: (days) => new Date(days * 86_400_000).toISOString().slice(0, 10),
};

function digits(micros: bigint): string {
  return micros > 0n ? String(micros).padStart(3, "0") : "";
}
