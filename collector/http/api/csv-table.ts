import type { Request } from "../environment.ts";

/** Answers a table as CSV (RFC 4180), to be kept under a name. Formulas of spreadsheets are made text. */
export function csvTable(
  c: Request,
  name: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): Response {
  const text = [columns, ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
  return c.body(`${text}\r\n`, 200, {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="${name}"`,
  });
}

function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
