import { byteStream, type OnBytes } from "./byte-stream.ts";
import { TableError } from "./table-error.ts";
import type { TableFile } from "./table-format.ts";

/** A line of more is no record of a table. */
const LINE_BYTES_MAX = 16_777_216;

/** The lines of a UTF-8 file with their numbers from 1, without their ends; empty ones are left out. */
export async function* textLines(
  file: TableFile,
  onBytes?: OnBytes,
): AsyncGenerator<{ readonly line: number; readonly text: string }> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 0;
  for await (const chunk of byteStream(file, onBytes)) {
    let start = 0;
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      const end = bytes.indexOf(0x0a, start);
      if (end === -1) break;
      line += 1;
      const text = textOf(bytes.subarray(start, end), line === 1);
      if (text !== "") yield { line, text };
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (rest.length > LINE_BYTES_MAX) {
      throw new TableError(
        `${file.path}: line ${line + 1}: a line has at most ${LINE_BYTES_MAX} bytes; write one JSON object a line`,
      );
    }
  }
  const text = textOf(rest, line === 0);
  if (text !== "") yield { line: line + 1, text };
}

function textOf(bytes: Buffer, isFirst: boolean): string {
  const text = bytes.toString();
  return (isFirst ? text.replace(/^\uFEFF/, "") : text).trim();
}
