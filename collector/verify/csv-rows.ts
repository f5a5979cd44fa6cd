/** One row of a CSV, and the line that it begins on, from 1. */
export interface CsvRow {
  readonly fields: readonly string[];
  readonly line: number;
}

/**
 * Reads a CSV (RFC 4180) as it is written here: UTF-8, commas, quotes doubled within quotes, rows ended by CR LF or
 * LF. A byte order mark is passed over; a guard before a formula (a leading apostrophe) is taken off. Throws where a quote has no end.
 */
export function csvRows(bytes: Uint8Array): readonly CsvRow[] {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  const rows: CsvRow[] = [];
  let fields: string[] = [];
  let [at, line, begin] = [0, 1, 1];
  while (at < text.length) {
    const [field, end] = text[at] === '"' ? quotedField(text, at, line) : plainField(text, at);
    line += field.split("\n").length - 1;
    fields.push(unguarded(field));
    at = end;
    if (text[at] === ",") {
      at += 1;
      if (at === text.length) fields.push("");
      continue;
    }
    if (text[at] === "\r") at += 1;
    if (at < text.length && text[at] !== "\n") {
      throw new Error(`line ${line}: a comma or the end of the row follows a field`);
    }
    at += 1;
    rows.push({ fields, line: begin });
    fields = [];
    line += 1;
    begin = line;
  }
  return fields.length > 0 ? [...rows, { fields, line: begin }] : rows;
}

function quotedField(text: string, start: number, line: number): [string, number] {
  let field = "";
  for (let at = start + 1; ; ) {
    const quote = text.indexOf('"', at);
    if (quote === -1) throw new Error(`line ${line}: a quote has no end`);
    field += text.slice(at, quote);
    if (text[quote + 1] !== '"') return [field, quote + 1];
    field += '"';
    at = quote + 2;
  }
}

function plainField(text: string, start: number): [string, number] {
  let end = start;
  while (end < text.length && !",\r\n".includes(text[end] ?? "")) end += 1;
  return [text.slice(start, end), end];
}

/** Programs compute what begins like a formula; whoever writes a CSV may put an apostrophe before it. */
function unguarded(field: string): string {
  return /^'[=+\-@\t\r]/.test(field) ? field.slice(1) : field;
}
