import { wellFormed } from "./well-formed.ts";

/** A cell: words, a number, a claim, or nothing. */
export type Cell = string | number | boolean | null;

/**
 * A table as RFC 4180 has it: commas, lines that end with CR LF, cells in quotes where they must be.
 *
 * Words that a spreadsheet would run as a formula are written with an apostrophe before them; numbers
 * are not words, so a negative one stands as it is. Nothing is an empty cell. Lone surrogates, which
 * UTF-8 cannot carry, become U+FFFD.
 */
export function csv(header: readonly string[], rows: Iterable<readonly Cell[]>): string {
  const lines = [header.map(cellText).join(",")];
  for (const row of rows) {
    if (row.length !== header.length) {
      throw new Error(`a row has ${header.length} cells, got ${row.length}: ${row.slice(0, 2)}`);
    }
    lines.push(row.map(cellText).join(","));
  }
  return `${lines.join("\r\n")}\r\n`;
}

function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell);
  const text = defused(wellFormed(cell));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What a spreadsheet takes for a formula begins so. */
function defused(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
