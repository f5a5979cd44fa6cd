import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { Compressors } from "hyparquet";
import { compressors } from "hyparquet-compressors";

/**
 * How the pages of a Parquet file are decompressed: by the platform where it can, else by the library.
 *
 * A page of a column without any value holds nothing, and the library's LZ4 refuses the one byte that
 * nothing is compressed to.
 */
export const codecs: Compressors = Object.fromEntries(
  Object.entries({
    ...compressors,
    GZIP: (input: Uint8Array) => gunzipSync(input),
    BROTLI: (input: Uint8Array) => brotliDecompressSync(input),
  }).map(([codec, decompress]) => [
    codec,
    (input: Uint8Array, length: number) =>
      length === 0 ? new Uint8Array(0) : decompress(input, length),
  ]),
);
