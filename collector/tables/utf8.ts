import { isUtf8 } from "node:buffer";
import { shown, TableError } from "./table-error.ts";

/** Passes the bytes of a text on, whatever their chunks. Throws `TableError` at the first that is not UTF-8. */
export async function* checkedUtf8(
  path: string,
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole = bytes.subarray(0, wholeCharacters(bytes));
    requireUtf8(path, whole, offset);
    offset += whole.length;
    rest = bytes.subarray(whole.length);
    yield whole;
  }
  requireUtf8(path, rest, offset);
  if (rest.length > 0) yield rest;
}

/**
 * Throws `TableError` where bytes that stand at this offset of a file are not UTF-8: read all the same,
 * every letter that is none would be the same one, and two categories might be one.
 */
export function requireUtf8(path: string, bytes: Buffer, offset = 0): void {
  if (isUtf8(bytes)) return;
  const text = bytes.toString();
  const before = text.slice(0, text.indexOf("\uFFFD"));
  const at = Buffer.byteLength(before);
  const left = before.slice(before.lastIndexOf("\n") + 1).slice(-20);
  const right = bytes
    .subarray(at, at + 20)
    .toString("latin1")
    .split("\n", 1)[0];
  throw new TableError(
    `${path}: byte ${offset + at + 1} (near ${shown(`${left}${right}`)}) is not UTF-8; convert the file, such as with iconv -f latin1 -t utf-8`,
  );
}

/** How many bytes lie before a character whose end is still to come: at most its first three do not. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.length - back : bytes.length;
    }
    if (byte < 0x80) return bytes.length;
  }
  return bytes.length;
}
