/** A file that cannot be read as a table; the message names file, line or row, column, rule, value and next step. */
export class TableError extends Error {
  override readonly name = "TableError";
}

/** At most 60 characters of a value, as it would stand in a message. */
export function shown(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
