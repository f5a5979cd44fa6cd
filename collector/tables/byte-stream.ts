import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { TableError } from "./table-error.ts";
import type { TableFile } from "./table-format.ts";
import { checkedUtf8 } from "./utf8.ts";

/** Says how many bytes of the file have been read; for a progress bar. */
export type OnBytes = (bytes: number) => void;

/**
 * The bytes of a text file, decompressed where it is gzip; `onBytes` counts those on disk. Throws
 * `TableError` where it is cut off or damaged, or is not UTF-8.
 */
export async function* byteStream(file: TableFile, onBytes?: OnBytes): AsyncGenerator<Buffer> {
  const raw = createReadStream(file.path, { highWaterMark: 1 << 18 });
  let bytes = 0;
  raw.on("data", (chunk) => {
    bytes += chunk.length;
    onBytes?.(bytes);
  });
  // The callback's error also reaches the loop below.
  const stream = file.gzip ? pipeline(raw, createGunzip(), () => undefined) : raw;
  try {
    yield* checkedUtf8(file.path, stream);
  } catch (error) {
    if (error instanceof TableError) throw error;
    const what = file.gzip ? "gzip data cannot be read" : "cannot be read";
    const why = error instanceof Error ? error.message : String(error);
    throw new TableError(`${file.path}: ${what} (${why}); check that the file is whole`, {
      cause: error,
    });
  } finally {
    raw.destroy();
  }
}
