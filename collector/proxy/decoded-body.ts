import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";

type Decode = (bytes: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

const DECODERS: Readonly<Record<string, Decode>> = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/**
 * The text of a body, decompressed as its `Content-Encoding` says; null where that is unknown to us, where it is not
 * what it says, or where it would become longer than `bytesMax`. What passes is not touched: this is a copy.
 */
export async function decodedText(
  bytes: Buffer,
  encoding: string | undefined,
  bytesMax: number,
): Promise<string | null> {
  const encodings = (encoding ?? "")
    .split(",")
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== "" && each !== "identity");
  let decoded = bytes;
  try {
    for (const each of encodings.reverse()) {
      const decode = DECODERS[each];
      if (decode === undefined) return null;
      decoded = await decode(decoded, { maxOutputLength: bytesMax });
    }
    return decoded.toString("utf8");
  } catch {
    return null;
  }
}

/** The value of a JSON text; undefined where it is none. */
export function parsedJson(text: string | null): unknown {
  if (text === null || text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
